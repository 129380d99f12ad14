"""compute_gradient: public checks, worked out by hand."""

import numpy as np
import pytest

from grader.suite.api import expect_close


@pytest.mark.check(points=1, topics=["values"])
def test_known_gradient(student):
    """vi: gradient của bốn mẫu có hai đặc trưng và ba lớp
    en: gradient for four samples with two features and three classes
    """
    X = np.array([[1.0, 2.0], [0.0, 1.0], [-1.0, 0.5], [2.0, -1.0]])
    y = np.array([[1.0, 0.0, 0.0], [0.0, 1.0, 0.0], [0.0, 1.0, 0.0], [0.0, 0.0, 1.0]])
    y_hat = np.array([[0.7, 0.2, 0.1], [0.1, 0.3, 0.6], [0.2, 0.5, 0.3], [0.25, 0.15, 0.6]])
    expected = [[0.0, 0.25, -0.25], [-0.1625, -0.175, 0.3375]]
    by_size = [[0.0, 0.08333333, -0.08333333], [-0.05416667, -0.05833333, 0.1125]]
    expect_close(
        student.compute_gradient(X, y, y_hat),
        expected,
        what="compute_gradient(X, y, y_hat)",
        conventions={"divide-by-size": by_size},
        inputs={"X": X, "y": y, "y_hat": y_hat},
    )
