"""predict: hidden checks."""

import pytest

from grader.suite.api import expect_equal


@pytest.mark.check(points=2, topics=["values"])
def test_values(student, reference, rng):
    """vi: lớp đúng cho từng mẫu, với hai và với ba lớp
    en: the right class of every sample, for two and for three classes
    """
    for n_classes in (3, 2):
        X, theta = rng.normal(size=(11, 4)), rng.normal(size=(4, n_classes))
        expect_equal(
            student.predict(X, theta), reference.predict(X, theta), what="predict(X, theta)"
        )


@pytest.mark.check(points=1, topics=["shapes"])
def test_single_sample(student, reference, rng):
    """vi: một mẫu duy nhất cho một mảng có một lớp
    en: a single sample gives an array of one class
    """
    X, theta = rng.normal(size=(1, 4)), rng.normal(size=(4, 5))
    expect_equal(student.predict(X, theta), reference.predict(X, theta), what="predict(X, theta)")
