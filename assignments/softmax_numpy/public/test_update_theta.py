"""update_theta: public checks."""

import numpy as np
import pytest

from grader.suite.api import expect_close


@pytest.mark.check(points=1, topics=["values"])
def test_known_step(student):
    """vi: một bước gradient descent với learning rate 0,1
    en: one step of gradient descent with learning rate 0.1
    """
    theta = np.array([[0.5, -1.0, 0.25], [1.0, 0.5, -0.5]])
    gradient = np.array([[2.0, -1.0, 0.0], [-3.0, 0.5, 2.5]])
    expected = [[0.3, -0.9, 0.25], [1.3, 0.45, -0.75]]
    expect_close(
        student.update_theta(theta, gradient, 0.1),
        expected,
        what="update_theta(theta, gradient, 0.1)",
        inputs={"theta": theta, "gradient": gradient},
    )
