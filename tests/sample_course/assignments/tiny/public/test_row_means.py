import numpy as np
import pytest

from grader.suite.api import expect_close


@pytest.mark.check(points=1)
def test_example(student):
    """vi: ví dụ của đề
    en: the statement's example
    """
    x = np.array([[1.0, 2.0, 6.0], [0.0, 1.0, -1.0]])
    expect_close(student.row_means(x), [3.0, 0.0], what="row_means(x)", inputs={"x": x})
