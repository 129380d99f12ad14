"""predict: public checks."""

import numpy as np
import pytest

from grader.suite.api import expect_close

X = np.array([[1.0, 2.0], [0.0, 1.0], [-1.0, 0.5], [2.0, -1.0]])
THETA = np.array([[0.5, -1.0, 0.25], [1.0, 0.5, -0.5]])


@pytest.mark.check(points=1, topics=["values"])
def test_known_probabilities(student):
    """vi: xác suất của bốn mẫu, ba lớp
    en: probabilities of four samples, three classes
    """
    expected = [
        [0.89217271, 0.073234, 0.03459329],
        [0.54654939, 0.33149896, 0.12195165],
        [0.1961987, 0.68480077, 0.11900053],
        [0.26313249, 0.02159923, 0.71526828],
    ]
    expect_close(
        student.predict(X, THETA),
        expected,
        what="predict(X, theta)",
        inputs={"X": X, "theta": THETA},
    )
