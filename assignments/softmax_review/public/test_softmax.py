"""softmax: public check."""

import numpy as np
import pytest

from grader.suite.api import expect_close


@pytest.mark.check(points=1, topics=["values"])
def test_two_rows(student):
    """vi: hai dòng logits tính được bằng tay
    en: two rows of logits that can be worked out by hand
    """
    z = np.log(np.array([[1.0, 1.0, 2.0], [3.0, 1.0, 4.0]]))
    wanted = np.array([[0.25, 0.25, 0.5], [0.375, 0.125, 0.5]])
    expect_close(student.softmax(z), wanted, what="softmax(z)", inputs={"z": z})
