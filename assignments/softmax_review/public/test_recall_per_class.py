"""recall_per_class: public check."""

import numpy as np
import pytest

from grader.suite.api import expect_close


@pytest.mark.check(points=1, topics=["two classes"])
def test_one_of_two_frauds(student):
    """vi: 8 trên 10 giao dịch thường và 1 trên 2 gian lận được nhận ra
    en: 8 of 10 usual transactions and 1 of 2 frauds are found
    """
    y_true = np.array([0] * 10 + [1] * 2)
    y_pred = np.array([0] * 8 + [1] * 2 + [1, 0])
    expect_close(
        student.recall_per_class(y_true, y_pred, 2),
        np.array([0.8, 0.5]),
        what="recall_per_class(y_true, y_pred, 2)",
        inputs={"y_true": y_true, "y_pred": y_pred},
        atol=1e-6,
    )
