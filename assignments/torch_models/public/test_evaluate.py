"""evaluate: a public check that can be counted by hand."""

import numpy as np
import pytest

from grader.suite.api import expect_close, probe

X = np.array([[3.0, 1.0, 0.0], [0.0, 2.0, 1.0], [5.0, 0.0, 4.0], [1.0, 0.0, 2.0], [0.0, 3.0, 1.0]])
Y = np.array([0, 1, 2, 0, 1])


def accuracy(_module, evaluate, X, y):
    """The accuracy of a linear layer that gives its input back."""
    import torch

    model = torch.nn.Linear(3, 3)
    with torch.no_grad():
        model.weight.copy_(torch.eye(3))
        model.bias.zero_()
    found = evaluate(model, torch.tensor(X, dtype=torch.get_default_dtype()), torch.tensor(y))
    return found.detach().numpy() if isinstance(found, torch.Tensor) else found


@pytest.mark.check(points=1, topics=["values"])
def test_three_of_five(student):
    """vi: mô hình trả lại chính đầu vào của nó đoán đúng 3 trong 5 mẫu
    en: a model that gives back its input gets 3 of 5 samples right
    """
    expect_close(
        probe(student, accuracy, student.evaluate, X, Y),
        0.6,
        what="evaluate(model, X, y)",
        inputs={"X": X, "y": Y},
    )
