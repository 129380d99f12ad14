"""log_softmax: public checks, worked out by hand."""

import numpy as np
import pytest

from grader.suite.api import expect_close


@pytest.mark.check(points=1, topics=["values", "batch"])
def test_known_batch(student):
    """vi: log_softmax của một batch hai dòng
    en: log_softmax of a batch of two rows
    """
    z = np.array([[1.0, 2.0, 3.0], [2.0, 1.0, 0.1]])
    expected = [[-2.40760596, -1.40760596, -0.40760596], [-0.41703002, -1.41703002, -2.31703002]]
    expect_close(student.log_softmax(z), expected, what="log_softmax(z)", inputs={"z": z})
