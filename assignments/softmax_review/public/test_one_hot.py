"""one_hot: public check."""

import numpy as np
import pytest

from grader.suite.api import expect_equal


@pytest.mark.check(points=1, topics=["values"])
def test_three_labels(student):
    """vi: nhãn [2, 0, 2] với ba lớp
    en: labels [2, 0, 2] with three classes
    """
    y = np.array([2, 0, 2])
    wanted = np.array([[0, 0, 1], [1, 0, 0], [0, 0, 1]])
    expect_equal(student.one_hot(y, 3), wanted, what="one_hot(y, 3)", inputs={"y": y})
