"""choose_loss: hidden checks."""

import numpy as np
import pytest
import torch

from grader.suite.api import expect, expect_close, fetch, probe


def tensor(values):
    """A float32 tensor, as students get them."""
    return torch.tensor(values, dtype=torch.float32)


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
    expect_close(logits, np.zeros((len(y), 2)), what="the model's logits", atol=1e300)
    found = torch.as_tensor(logits).detach().argmax(dim=1) == y
    return [float(found[y == k].float().mean()) for k in (0, 1)]


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


def train(_module, choose, problems):
    """Weights and bias of linear classifiers trained with the loss chosen for each problem."""
    import torch

    trained = []
    for X, y in problems:
        loss = choose(y)
        W = torch.zeros(X.shape[1], 2, requires_grad=True)
        b = torch.zeros(2, requires_grad=True)
        optimizer = torch.optim.Adam([W, b], lr=0.1)  # what a loss is multiplied by is no matter
        for _ in range(100):
            optimizer.zero_grad()
            loss(X @ W + b, y).mean().backward()
            optimizer.step()
        trained.append(torch.cat([W, b[None]]).detach().numpy())
    return np.stack(trained)


@pytest.mark.check(points=3, topics=["imbalance"])
def test_raises_recall(student, reference, rng):
    """vi: mô hình tuyến tính học với loss em chọn tìm được lớp thiểu số tốt hơn hẳn cross-entropy
    en: a linear model trained with the loss you choose finds the minority far better than with
        cross-entropy
    """
    problems = [problem(rng) for _ in range(3)]
    given = [(X, y) for X, y, _, _ in problems]
    answer = probe(student, train, fetch(student.choose_loss), given)
    expect_close(answer, np.zeros((3, N_FEATURES + 1, 2)), what="the trained weights", atol=1e300)
    trained = torch.as_tensor(answer, dtype=torch.float32)
    chosen, plain = [], []
    for parameters, (X, y, X_test, y_test) in zip(trained, problems, strict=True):
        chosen.append(recalls(X_test @ parameters[:-1] + parameters[-1], y_test))
        model = reference.train_imbalanced(X, y, reference.cross_entropy)
        plain.append(recalls(model(X_test), y_test))
    expect_better(chosen, plain)
