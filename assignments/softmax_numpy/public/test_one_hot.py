"""one_hot: public checks."""

import numpy as np
import pytest

from grader.suite.api import expect_close


@pytest.mark.check(points=1, topics=["values"])
def test_known_labels(student):
    """vi: one-hot của bốn nhãn trong ba lớp
    en: one-hot of four labels out of three classes
    """
    y = np.array([2, 0, 1, 2])
    expected = [[0, 0, 1], [1, 0, 0], [0, 1, 0], [0, 0, 1]]
    expect_close(student.one_hot(y, 3), expected, what="one_hot(y, 3)", inputs={"y": y})
