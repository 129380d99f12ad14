"""compute_accuracy: public checks."""

import numpy as np
import pytest

from grader.suite.api import expect_close

X = np.array([[1.0, 2.0], [0.0, 1.0], [-1.0, 0.5], [2.0, -1.0]])
THETA = np.array([[0.5, -1.0, 0.25], [1.0, 0.5, -0.5]])


@pytest.mark.check(points=1, topics=["values"])
def test_known_accuracy(student):
    """vi: ba trong bốn mẫu được đoán đúng
    en: three of four samples are right
    """
    y = np.array([[1.0, 0.0, 0.0], [0.0, 1.0, 0.0], [0.0, 1.0, 0.0], [0.0, 0.0, 1.0]])
    expect_close(
        student.compute_accuracy(X, y, THETA),
        0.75,
        what="compute_accuracy(X, y, theta)",
        inputs={"X": X, "y": y, "theta": THETA},
    )
