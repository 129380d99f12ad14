"""predict_classes: public checks."""

import numpy as np
import pytest

from grader.suite.api import expect_equal

X = np.array([[1.0, 2.0], [0.0, 1.0], [-1.0, 0.5], [2.0, -1.0]])
THETA = np.array([[0.5, -1.0, 0.25], [1.0, 0.5, -0.5]])


@pytest.mark.check(points=1, topics=["values"])
def test_known_classes(student):
    """vi: lớp dự đoán của bốn mẫu
    en: the predicted classes of four samples
    """
    expect_equal(
        student.predict_classes(X, THETA),
        [0, 0, 1, 2],
        what="predict_classes(X, theta)",
        inputs={"X": X, "theta": THETA},
    )
