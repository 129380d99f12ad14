"""predict_classes: hidden checks."""

import pytest

from grader.suite.api import expect_equal


def problem(rng, n_samples, n_features, n_classes):
    """Features and parameters."""
    return rng.normal(size=(n_samples, n_features)), rng.normal(size=(n_features, n_classes))


@pytest.mark.check(points=2, topics=["values"])
def test_values(student, reference, rng):
    """vi: mỗi mẫu được gán lớp có xác suất lớn nhất, N=7, K=3
    en: each sample gets its most probable class, N=7, K=3
    """
    X, theta = problem(rng, 7, 5, 3)
    expect_equal(
        student.predict_classes(X, theta),
        reference.predict_classes(X, theta),
        what="predict_classes(X, theta)",
    )


@pytest.mark.check(points=1, topics=["values", "shapes"])
def test_many_classes(student, reference, rng):
    """vi: mỗi mẫu được gán lớp có xác suất lớn nhất, N=11, K=6
    en: each sample gets its most probable class, N=11, K=6
    """
    X, theta = problem(rng, 11, 4, 6)
    expect_equal(
        student.predict_classes(X, theta),
        reference.predict_classes(X, theta),
        what="predict_classes(X, theta)",
    )
