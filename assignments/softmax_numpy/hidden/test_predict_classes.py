"""predict_classes: hidden checks."""

import numpy as np
import pytest

from grader.suite.api import expect_equal


def problem(rng, n_samples, n_features, n_classes):
    """Features and parameters; the first feature is 1, and makes some classes more frequent."""
    X, theta = rng.normal(size=(n_samples, n_features)), rng.normal(size=(n_features, n_classes))
    X[:, 0], theta[0] = 1, rng.permutation(np.linspace(-2, 2, n_classes))
    return X, theta


@pytest.mark.check(points=2, topics=["values"])
def test_values(student, reference, rng):
    """vi: mỗi mẫu được gán lớp có xác suất lớn nhất, N=17, K=3
    en: each sample gets its most probable class, N=17, K=3
    """
    X, theta = problem(rng, 17, 5, 3)
    expect_equal(
        student.predict_classes(X, theta),
        reference.predict_classes(X, theta),
        what="predict_classes(X, theta)",
    )


@pytest.mark.check(points=1, topics=["values", "shapes"])
def test_many_classes(student, reference, rng):
    """vi: mỗi mẫu được gán lớp có xác suất lớn nhất, N=23, K=6
    en: each sample gets its most probable class, N=23, K=6
    """
    X, theta = problem(rng, 23, 4, 6)
    expect_equal(
        student.predict_classes(X, theta),
        reference.predict_classes(X, theta),
        what="predict_classes(X, theta)",
    )
