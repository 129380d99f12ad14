"""predict: public check."""

import numpy as np
import pytest

from grader.suite.api import expect_equal


@pytest.mark.check(points=1, topics=["values"])
def test_three_samples(student):
    """vi: ba mẫu, ba lớp
    en: three samples, three classes
    """
    X = np.array([[1.0, 2.0], [1.0, -2.0], [1.0, 0.0]])
    theta = np.array([[0.0, 0.5, 0.0], [1.0, 0.0, -1.0]])
    wanted = np.array([0, 2, 1])
    inputs = {"X": X, "theta": theta}
    expect_equal(student.predict(X, theta), wanted, what="predict(X, theta)", inputs=inputs)
