"""loss_and_gradient: public check."""

import numpy as np
import pytest

from grader.suite.api import accept, expect_close

X = np.array([[1.0, 2.0], [1.0, 0.0], [1.0, -1.0]])
Y = np.array([0, 2, 1])
GRADIENT = np.array([[0.0, 0.0, 0.0], [-0.5555556, 0.4444444, 0.1111111]])


@pytest.mark.check(points=1, topics=["three classes"])
def test_zero_parameters(student):
    """vi: với theta bằng 0 và ba lớp, loss là ln 3
    en: with theta zero and three classes the loss is ln 3
    """
    found = student.loss_and_gradient(np.zeros((2, 3)), X, Y, 3)
    loss, gradient = (
        found if isinstance(found, (tuple, list)) and len(found) == 2 else (found, None)
    )
    # Divided by N·K, as in the course's template, if both are.
    divided = _agrees(loss, 1.0986123 / 3) and _agrees(gradient, GRADIENT / 3)
    if divided:
        accept("divide-by-size")
    inputs = {"theta": np.zeros((2, 3)), "X": X, "y": Y}
    part = 3 if divided else 1
    expect_close(loss, 1.0986123 / part, what="loss", inputs=inputs, atol=1e-6)
    expect_close(gradient, GRADIENT / part, what="gradient", inputs=inputs, atol=1e-6)


def _agrees(value, wanted):
    try:
        array = np.asarray(value, dtype=float)
    except (TypeError, ValueError):
        return False
    return array.shape == np.shape(wanted) and float(np.abs(array - wanted).max()) < 1e-6
