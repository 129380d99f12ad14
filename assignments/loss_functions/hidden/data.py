"""The numbers that go in: chosen so that no two listed mistakes give the same loss."""

import numpy as np
import torch

RTOL = 1e-5
"""Of float32: some 100 roundings of 6e-8, with room for an epsilon of 1e-7."""
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
