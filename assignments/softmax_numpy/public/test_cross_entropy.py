"""cross_entropy: public checks, worked out by hand."""

import numpy as np
import pytest

from grader.suite.api import expect_close

Y_HAT = np.array([[0.7, 0.2, 0.1], [0.1, 0.3, 0.6], [0.2, 0.5, 0.3], [0.25, 0.15, 0.6]])
MEAN = 0.69115514  # -(ln 0.7 + ln 0.3 + ln 0.5 + ln 0.6) / 4
BY_SIZE = {"divide-by-size": 0.23038505}  # the same sum, over 4 · 3


@pytest.mark.check(points=1, topics=["values", "one-hot labels"])
def test_known_one_hot(student):
    """vi: cross-entropy của bốn mẫu, nhãn one-hot
    en: cross-entropy of four samples, one-hot labels
    """
    y = np.array([[1, 0, 0], [0, 1, 0], [0, 1, 0], [0, 0, 1]])
    expect_close(
        student.cross_entropy(Y_HAT, y),
        MEAN,
        what="cross_entropy(y_hat, y)",
        rtol=1e-4,
        conventions=BY_SIZE,
        inputs={"y_hat": Y_HAT, "y": y},
    )


@pytest.mark.check(points=1, topics=["values", "index labels"])
def test_known_index(student):
    """vi: cross-entropy của bốn mẫu, nhãn là chỉ số lớp
    en: cross-entropy of four samples, labels as class indices
    """
    y = np.array([0, 1, 1, 2])
    expect_close(
        student.cross_entropy(Y_HAT, y),
        MEAN,
        what="cross_entropy(y_hat, y)",
        rtol=1e-4,
        conventions=BY_SIZE,
        inputs={"y_hat": Y_HAT, "y": y},
    )
