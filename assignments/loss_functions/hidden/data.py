"""The numbers that go in: chosen so that no two listed mistakes give the same loss."""

import numpy as np
import torch

from grader.suite.api import expect, expect_close, numbers_like

RTOL = 1e-5
"""Of float32: some 100 roundings of 6e-8, with room for an epsilon of 1e-7."""
OF_CLASSES = 1e-4
"""For losses of a softmax, where an epsilon of 1e-6 stands beside probabilities of some 0.01."""
ATOL = 1e-6
COARSE = 2e-3
"""For logits near 10,000: float32 numbers are 0.001 apart there, and z - logsumexp(z) is right."""


def tensor(values):
    """A float32 tensor, as students get them."""
    return torch.tensor(values, dtype=torch.float32)


def labels(rng, n_samples, n_classes):
    """Labels in no order, all classes among them, in unequal numbers."""
    rare = np.arange(n_classes)
    common = rng.integers(0, 2, size=n_samples - n_classes)
    return torch.tensor(rng.permutation(np.concatenate([rare, common])))


def problem(rng, n_samples, n_classes):
    """Logits whose softmax is far from uniform and nowhere tiny, and labels."""
    logits = tensor(rng.uniform(-2, 2, size=(n_samples, n_classes)))
    return logits, labels(rng, n_samples, n_classes)


def binary(rng, n_samples):
    """Logits, and labels 0.0 and 1.0 in unequal numbers and no order."""
    y = rng.permutation((np.arange(n_samples) % 3 == 0).astype(float))
    return tensor(rng.uniform(-3, 3, size=n_samples)), tensor(y)


def extreme(rng, *, right):
    """Logits of size 10,000, and labels that are the most probable class or the least.

    Whole numbers: what is 1 apart is so in float32 as well.
    """
    top = torch.tensor(rng.permutation([0, 1, 2, 0, 1, 2, 0]))
    logits = tensor(rng.integers(-3, 4, size=(7, 3)))
    logits[:3] += 10_000
    logits[3:5] -= 10_000
    logits[np.arange(7), top] += 12
    logits[np.arange(7), (top + 1) % 3] -= 20_000
    return logits, top if right else (top + 1) % 3


def extreme_binary(*, right):
    """Logits of size 10,000, and labels that agree with all of them or with none."""
    logits = tensor([10_000, -10_000, 9_000, -8_000, 10_000])
    return logits, (logits > 0).float() if right else (logits < 0).float()


def with_comma(number, form=".2f"):
    """A number as it is written in Vietnamese."""
    return format(number, form).replace(".", ",")


def expect_stable(loss, expected, *, what):
    """The loss of logits of size 10,000 is right; a logarithm of rounded probabilities is named.

    Only for losses of a softmax that are right at ordinary logits and where the labels agree with
    large ones: then what is infinite, or below 2 % of a loss of hundreds or thousands, lost the
    logits in a probability of 0.
    """
    wanted = float(expected)
    if wanted > 100:
        found = float(numbers_like(loss, np.zeros(()), what))
        expect(
            not (found == float("inf") or 0 <= found < 0.02 * wanted),
            vi=f"{what} là {with_comma(found, '.5g')}, trong khi loss cỡ {wanted:.0f}: một xác "
            "suất đã bị làm tròn về 0 trước khi lấy log.",
            en=f"{what} is {found:.5g}, where the loss is about {wanted:.0f}: a probability was "
            "rounded to 0 before its logarithm was taken.",
            misconception="log-of-softmax",
        )
    expect_close(loss, expected, what=what, rtol=RTOL, atol=COARSE)


FIFTIES = 50 * torch.tensor([1.0, -1.0, 1.0, 1.0, -1.0])
"""Logits for which float32 has exp(50), but no 1 - sigmoid(50)."""


def expect_no_rounded_sigmoid(loss, expected, *, what):
    """The loss of logits of 50 and -50 is right, which no logarithm of a finished sigmoid has."""
    found, wanted = float(numbers_like(loss, np.zeros(()), what)), float(expected)
    expect(
        abs(found - wanted) < 0.01 * (1 + wanted),
        vi=f"Với logits 50 và −50, {what} là {with_comma(found, '.5g')}; giá trị đúng là "
        f"{with_comma(wanted, '.5g')}. Sigmoid đã bị làm tròn thành 0 hoặc 1 trước khi lấy log.",
        en=f"For logits of 50 and -50, {what} is {found:.5g}; {wanted:.5g} is right. The sigmoid "
        "was rounded to 0 or 1 before its logarithm was taken.",
        misconception="log-of-sigmoid",
    )
