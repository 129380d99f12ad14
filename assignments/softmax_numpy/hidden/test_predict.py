"""predict: hidden checks."""

import numpy as np
import pytest

from grader.suite.api import expect_close


@pytest.mark.check(points=2, topics=["values"])
def test_values(student, reference, rng):
    """vi: xác suất của từng mẫu đúng, với hai shape khác nhau
    en: the probabilities of every sample are right, for two shapes
    """
    for n_samples, n_features, n_classes in [(7, 5, 3), (11, 4, 6)]:
        X = rng.normal(size=(n_samples, n_features))
        theta = rng.normal(size=(n_features, n_classes))
        expect_close(
            student.predict(X, theta),
            reference.predict(X, theta),
            what="predict(X, theta)",
            rtol=1e-4,  # float32 logits
        )


@pytest.mark.check(points=1, topics=["stability"], needs=["predict.values"])
def test_stable_mixed_rows(student, reference, rng):
    """vi: xác suất đúng khi trong một batch có mẫu với logits cỡ +1000, 0 và -1000
    en: the probabilities are right when one batch has logits near +1000, 0 and -1000
    """
    X = np.round(8 * rng.normal(size=(7, 5))) / 8
    theta = np.round(8 * rng.normal(size=(5, 3))) / 8
    X[:, 0] = rng.permutation([1000, 1000, 0, 0, 0, -1000, -1000])
    theta[0] = 1
    expect_close(
        student.predict(X, theta), reference.predict(X, theta), what="predict(X, theta)", rtol=1e-3
    )
