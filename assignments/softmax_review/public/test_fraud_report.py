"""fraud_report: public check on twelve transactions."""

import numpy as np
import pytest

from grader.suite.api import expect, expect_close

X_TRAIN = np.array(
    [
        [20.0, 9], [35.0, 12], [28.0, 15], [41.0, 11], [33.0, 17], [25.0, 10],
        [400.0, 2], [520.0, 3],
    ]
)  # fmt: skip
Y_TRAIN = np.array([0, 0, 0, 0, 0, 0, 1, 1])
X_TEST = np.array([[30.0, 13.0], [22.0, 16.0], [450.0, 1.0], [39.0, 14.0]])
Y_TEST = np.array([0, 0, 1, 0])


@pytest.mark.check(points=1, topics=["two classes"])
def test_twelve_transactions(student):
    """vi: bốn giao dịch test dễ được nhận ra đúng cả bốn
    en: four easy test transactions are all recognised
    """
    report = student.fraud_report(X_TRAIN, Y_TRAIN, X_TEST, Y_TEST, 2)
    expect(
        isinstance(report, dict) and "recall" in report,
        vi="`fraud_report` phải trả về một dict có khoá recall.",
        en="`fraud_report` has to return a dict with the key recall.",
    )
    expect_close(report["recall"], np.array([1.0, 1.0]), what='report["recall"]', atol=1e-6)
