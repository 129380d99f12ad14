"""autograd_gradient: a public check with numbers that can be worked out by hand."""

import numpy as np
import pytest

from grader.suite.api import expect_close, probe

W = np.zeros((2, 3))
X = np.array([[3.0, 0.0], [0.0, 6.0]])
Y = np.array([2, 0])
EXPECTED = np.array([[0.5, 0.5, -1.0], [-2.0, 1.0, 1.0]])  # X.T @ (1/3 - one_hot) / 2


def gradient(_module, function, W, X, y):
    """``autograd_gradient`` of tensors."""
    import torch

    dtype = torch.get_default_dtype()
    found = function(*(torch.tensor(a, dtype=dtype) for a in (W, X)), torch.tensor(y))
    return found.detach().numpy() if isinstance(found, torch.Tensor) else found


@pytest.mark.check(points=1, topics=["values"])
def test_uniform_start(student):
    """vi: với W = 0, mọi xác suất bằng 1/3 và gradient tính tay được
    en: with W = 0 every probability is 1/3 and the gradient can be worked out by hand
    """
    expect_close(
        probe(student, gradient, student.autograd_gradient, W, X, Y),
        EXPECTED,
        what="autograd_gradient(W, X, y)",
        rtol=1e-4,
        atol=1e-6,
        inputs={"W": W, "X": X, "y": Y},
    )
