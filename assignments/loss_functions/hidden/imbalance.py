"""Imbalanced data, and what is asked of a model trained on it."""

import numpy as np
import torch

from grader.suite.api import expect, expect_close

from .data import tensor

N_FEATURES = 4


def problem(rng):
    """Training and test data of two overlapping classes; class 1 is 5 % of the training data."""
    direction = rng.normal(size=N_FEATURES)
    direction *= 2 / np.linalg.norm(direction)
    centres = np.stack([0 * direction, direction])
    parts = []
    for counts in ([570, 30], [950, 100]):
        y = rng.permutation(np.repeat([0, 1], counts))
        X = rng.normal(size=(len(y), N_FEATURES)) + centres[y]
        parts += [tensor(X), torch.tensor(y)]
    return parts


def recalls(logits, y):
    """The share of class 0 and of class 1 that is found."""
    expect_close(logits, np.zeros((len(y), 2)), what="model(X)", atol=1e300)
    found = torch.as_tensor(logits).detach().argmax(dim=1) == y
    return [float(found[y == k].float().mean()) for k in (0, 1)]


_PLAIN = {}


def plain_recalls(reference, X, y, X_test, y_test):
    """Those of the reference's training with cross-entropy: once for all students."""
    key = X.numpy().tobytes()
    if key not in _PLAIN:
        model = reference.train_imbalanced(X, y, reference.cross_entropy)
        _PLAIN[key] = recalls(model(X_test), y_test)
    return _PLAIN[key]


def expect_better(chosen, plain):
    """The minority's recall rises by 15 points, and the majority is not given up."""
    majority, minority = 100 * np.mean(chosen, axis=0)
    rise = minority - 100 * np.mean(plain, axis=0)[1]
    expect(
        rise >= 15,
        vi=f"Recall của lớp thiểu số đổi {rise:+.0f} điểm phần trăm so với cross-entropy; cần +15.",
        en=f"The minority's recall changes by {rise:+.0f} points against cross-entropy, not +15.",
    )
    expect(
        majority >= 60,
        vi=f"Recall của lớp đa số chỉ còn {majority:.0f}%; cần ít nhất 60%.",
        en=f"The majority's recall is only {majority:.0f}%; at least 60% is asked.",
    )
