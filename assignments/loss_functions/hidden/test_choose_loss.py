"""choose_loss: hidden checks."""

import numpy as np
import pytest
import torch

from grader.suite.api import expect_close, fetch, probe

from .imbalance import N_FEATURES, expect_better, plain_recalls, problem, recalls


def train(_module, choose, problems):
    """Weights and bias of linear classifiers trained with the loss chosen for each problem."""
    import torch

    trained = []
    for X, y in problems:
        loss = choose(y)
        inputs = torch.cat([X, torch.ones(len(X), 1)], dim=1)
        theta = torch.zeros(inputs.shape[1], 2, requires_grad=True)
        optimizer = torch.optim.Adam([theta], lr=0.1)  # what a loss is multiplied by is no matter
        for _ in range(100):
            optimizer.zero_grad()
            loss(inputs @ theta, y).mean().backward()
            optimizer.step()
        trained.append(theta.detach().numpy())
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
    expect_close(answer, np.zeros((3, N_FEATURES + 1, 2)), what="W", atol=1e300)
    trained = torch.as_tensor(answer, dtype=torch.float32)
    chosen, plain = [], []
    for parameters, data in zip(trained, problems, strict=True):
        X_test, y_test = data[2:]
        chosen.append(recalls(X_test @ parameters[:-1] + parameters[-1], y_test))
        plain.append(plain_recalls(reference, *data))
    expect_better(chosen, plain)
