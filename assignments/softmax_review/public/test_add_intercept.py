"""add_intercept: public check."""

import numpy as np
import pytest

from grader.suite.api import expect_close


@pytest.mark.check(points=1, topics=["values"])
def test_two_rows(student):
    """vi: một cột số 1 đứng trước hai cột đặc trưng
    en: a column of ones before two columns of features
    """
    X = np.array([[5.0, 6.0], [7.0, 8.0]])
    wanted = np.array([[1.0, 5.0, 6.0], [1.0, 7.0, 8.0]])
    expect_close(student.add_intercept(X), wanted, what="add_intercept(X)", inputs={"X": X})
