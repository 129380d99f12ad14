"""standardize: public check."""

import numpy as np
import pytest

from grader.suite.api import expect_close

X_TRAIN = np.array([[10.0, 1.0], [20.0, 3.0], [30.0, 1.0], [40.0, 3.0]])
X_TEST = np.array([[25.0, 5.0]])


@pytest.mark.check(points=1, topics=["values"])
def test_small_table(student):
    """vi: một mẫu test được đo bằng thước của bốn mẫu train
    en: a test sample is measured with the scale of four training samples
    """
    found = student.standardize(X_TRAIN, X_TEST)
    expect_close(
        found[1] if isinstance(found, (tuple, list)) and len(found) == 2 else found,
        np.array([[0.0, 3.0]]),
        what="standardize(X_train, X_test)[1]",
        atol=1e-6,
        inputs={"X_train": X_TRAIN, "X_test": X_TEST},
        conventions={"sample-std": np.array([[0.0, 2.5980762]])},
    )
