"""softmax: public checks, worked out by hand."""

import numpy as np
import pytest

from grader.suite.api import expect_close


@pytest.mark.check(points=1, topics=["values"])
def test_known_vector(student):
    """vi: softmax của [1, 2, 3]
    en: softmax of [1, 2, 3]
    """
    z = np.array([1.0, 2.0, 3.0])
    expected = [0.09003057, 0.24472847, 0.66524096]
    expect_close(student.softmax(z), expected, what="softmax(z)", inputs={"z": z})


@pytest.mark.check(points=1, topics=["values", "batch"])
def test_known_batch(student):
    """vi: softmax của một batch hai dòng: mỗi dòng có tổng bằng 1
    en: softmax of a batch of two rows: each row sums to 1
    """
    z = np.array([[5.0, 2.0, 4.0], [2.0, 1.0, 0.1]])
    expected = [[0.70538451, 0.03511903, 0.25949646], [0.65900114, 0.24243297, 0.09856589]]
    expect_close(student.softmax(z), expected, what="softmax(z)", inputs={"z": z})
