"""restore: a public check on the model that was registered."""

import numpy as np
import pytest

from grader.suite.api import expect_close, probe

from .scenes import X_VAL, put_into_production, restoring, trained


@pytest.mark.check(points=1, topics=["predictions"], needs=["train_and_log.logs_a_model"])
def test_predicts(student):
    """vi: model được tải lại cho xác suất: mỗi dòng có tổng bằng 1
    en: the restored model gives probabilities: each row sums to 1
    """
    trained(student)
    probe(student, put_into_production)
    table = probe(student, restoring, student.restore, X_VAL)
    sums = None if table is None else np.sum(table, axis=1)
    expect_close(sums, np.ones(4), what="restore(name).predict(X).sum(axis=1)")
