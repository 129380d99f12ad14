"""update_drift: a public check with numbers that can be worked out by hand."""

import numpy as np
import pytest

from grader.suite.api import expect_close

X = np.array([[1.0, 5.0], [3.0, 5.0]])
MEAN, STD = np.array([0.0, 6.0]), np.array([4.0, 2.5])


@pytest.mark.check(points=1, topics=["values"])
def test_known_values(student):
    """vi: trung bình 2 và 5, so với μ = 0 và 6, σ = 4 và 2,5: độ trôi 0,5 và 0,4
    en: means 2 and 5 against μ = 0 and 6, σ = 4 and 2.5: drift 0.5 and 0.4
    """
    expect_close(
        student.update_drift(X, MEAN, STD),
        np.array([0.5, 0.4]),
        what="update_drift(X, μ, σ)",
        inputs={"X": X, "train_mean": MEAN, "train_std": STD},
    )
