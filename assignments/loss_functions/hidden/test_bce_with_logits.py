"""bce_with_logits: hidden checks."""

import numpy as np
import pytest
import torch

from grader.suite.api import expect, expect_close, fetch, probe

RTOL = 1e-5  # float32 work: some 100 roundings of 6e-8, with room for an epsilon of 1e-7
ATOL = 1e-6


def tensor(values):
    """A float32 tensor, as students get them."""
    return torch.tensor(values, dtype=torch.float32)


def binary(rng, n_samples):
    """Logits, and labels 0.0 and 1.0 in unequal numbers and no order."""
    y = rng.permutation((np.arange(n_samples) % 3 == 0).astype(float))
    return tensor(rng.uniform(-3, 3, size=n_samples)), tensor(y)


def extreme_binary(*, right):
    """Logits of size 10,000, and labels that agree with all of them or with none."""
    logits = tensor([10_000, -10_000, 9_000, -8_000, 10_000])
    return logits, (logits > 0).float() if right else (logits < 0).float()


def autograd(_module, function, given, place, named):
    """The loss and, flat, its gradient by ``given[place]``, as autograd has them; else None."""
    import torch

    leaf = given[place].clone().requires_grad_()
    loss = function(*given[:place], leaf, *given[place + 1 :], **named)
    if not isinstance(loss, torch.Tensor) or not loss.requires_grad:
        return None
    loss = loss.mean()
    (gradient,) = torch.autograd.grad(loss, leaf, allow_unused=True)
    if gradient is None:
        return None
    return torch.cat([loss.detach().reshape(1), gradient.reshape(-1)]).numpy()


def slopes(loss, at, step=1e-5):
    """The gradient of *loss* at a float64 tensor, by central differences."""
    moves = step * torch.eye(at.numel(), dtype=at.dtype).reshape(-1, *at.shape)
    differences = [(loss(at + move) - loss(at - move)) / (2 * step) for move in moves]
    return torch.stack(differences).reshape(at.shape)


def expect_gradient(student, function, right, given, place=0, what="logits", atol=1e-6, **named):
    """Autograd of the student's loss agrees with finite differences of the right one.

    A loss that is a multiple of the right one has cost its points where it was judged: its
    gradient is held against the same multiple.
    """
    answer = probe(student, autograd, fetch(function), list(given), place, named)
    expect(
        answer is not None,
        vi="Loss không nối với đồ thị tính toán: autograd không tìm thấy gradient nào.",
        en="The loss is not connected to the graph: autograd finds no gradient.",
    )
    exact = [exactly(part) for part in given]

    def loss_at(value):
        return right(*exact[:place], value, *exact[place + 1 :], **named)

    at = exact[place]
    expect_close(answer, np.zeros(1 + at.numel()), what=f"[loss, d loss / d {what}]", atol=1e300)
    answer = torch.as_tensor(answer)
    factor = float(answer[0]) / float(loss_at(at)) or 1.0
    expect_close(
        answer[1:].reshape(at.shape) / factor,
        slopes(loss_at, at),
        what=f"d loss / d {what}",
        rtol=1e-4,  # float32 autograd, and an epsilon of 1e-7 beside probabilities above 0.01
        atol=atol,
    )


def exactly(part):
    """A float32 tensor as float64; anything else as it is."""
    floating = isinstance(part, torch.Tensor) and part.is_floating_point()
    return part.double() if floating else part


@pytest.mark.check(points=2, topics=["values"])
def test_values(student, reference, rng):
    """vi: BCE từ logits đúng, hai kích thước batch
    en: BCE from logits is right, for two batch sizes
    """
    for n_samples in (7, 12):
        logits, y = binary(rng, n_samples)
        expect_close(
            student.bce_with_logits(logits, y),
            reference.bce_with_logits(logits.double(), y),
            what="bce_with_logits(logits, y)",
            rtol=RTOL,
            atol=ATOL,
        )


@pytest.mark.check(points=1, topics=["shapes"])
def test_column(student, reference, rng):
    """vi: giá trị không đổi khi logits là cột (N, 1) còn y là vector (N,)
    en: the value is the same when logits is a column (N, 1) and y a vector (N,)
    """
    logits, y = binary(rng, 7)
    expect_close(
        student.bce_with_logits(logits[:, None], y),
        reference.bce_with_logits(logits.double(), y),
        what="bce_with_logits(logits, y) with logits of shape (7, 1)",
        rtol=RTOL,
        atol=ATOL,
    )


@pytest.mark.check(points=1, topics=["gradient"])
def test_gradient(student, reference, rng):
    """vi: gradient theo logits do autograd tính qua loss của em là đúng
    en: the gradient by the logits, by autograd through your loss, is right
    """
    given = binary(rng, 7)
    expect_gradient(student, student.bce_with_logits, reference.bce_with_logits, given)


@pytest.mark.check(points=2, topics=["stability"])
def test_stable_large(student, reference):
    """vi: loss đúng với logits cỡ ±10 000
    en: the loss is right for logits of about ±10,000
    """
    for right in (True, False):
        logits, y = extreme_binary(right=right)
        expect_close(
            student.bce_with_logits(logits, y),
            reference.bce_with_logits(logits.double(), y),
            what="bce_with_logits(logits, y)",
            rtol=RTOL,
            atol=ATOL,
        )


@pytest.mark.check(points=1, topics=["stability", "gradient"])
def test_stable_gradient(student, reference):
    """vi: gradient đúng với logits cỡ ±10 000
    en: the gradient is right for logits of about ±10,000
    """
    given = extreme_binary(right=False)
    expect_gradient(student, student.bce_with_logits, reference.bce_with_logits, given)
