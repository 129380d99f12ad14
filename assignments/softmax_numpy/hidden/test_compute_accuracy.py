"""compute_accuracy: hidden checks.

Accuracies are few fractions, so each check asks for several: two ways to count can agree on one.
"""

import numpy as np
import pytest

from grader.suite.api import expect_close


def problem(rng, n_samples, n_features, n_classes):
    """Features and parameters; the first feature is 1, and makes some classes more frequent."""
    X, theta = rng.normal(size=(n_samples, n_features)), rng.normal(size=(n_features, n_classes))
    X[:, 0], theta[0] = 1, rng.permutation(np.linspace(-2, 2, n_classes))
    return X, theta


def problems(reference, rng, n_samples, n_features, n_classes, classes):
    """Four tasks: features, one-hot labels, half of them right and half out of *classes*, theta."""
    for _ in range(4):
        X, theta = problem(rng, n_samples, n_features, n_classes)
        guess = rng.choice(classes, size=n_samples)
        right = reference.predict_classes(X, theta)
        y = np.where(rng.random(n_samples) < 0.5, right, guess)
        yield X, reference.one_hot(y, n_classes), theta


def extremes(reference, rng, n_samples, n_features, n_classes):
    """Two tasks: all labels are right, and none is."""
    for step in (0, 1):
        X, theta = problem(rng, n_samples, n_features, n_classes)
        y = (reference.predict_classes(X, theta) + step) % n_classes
        yield X, reference.one_hot(y, n_classes), theta


def expect_accuracies(student, reference, given):
    """All are asked for before the first is judged: only together they tell one mistake."""
    answers = [student.compute_accuracy(*each) for each in given]
    for answer, each in zip(answers, given, strict=True):
        right = reference.compute_accuracy(*each)
        # Four decimals are enough; two would not tell 1/17 from 0.06.
        expect_close(answer, right, what="compute_accuracy(X, y, theta)", atol=6e-5)


@pytest.mark.check(points=2, topics=["values"])
def test_values(student, reference, rng):
    """vi: accuracy đúng trên sáu bộ dữ liệu, có bộ đúng hết và bộ sai hết, N=17, K=3
    en: the accuracy is right on six data sets, among them all right and all wrong, N=17, K=3
    """
    given = [
        *problems(reference, rng, 17, 5, 3, range(3)),
        *extremes(reference, rng, 17, 5, 3),
    ]
    expect_accuracies(student, reference, given)


@pytest.mark.check(points=2, topics=["values", "absent classes"])
def test_absent_classes(student, reference, rng):
    """vi: accuracy đúng khi nhãn chỉ gồm vài trong sáu lớp, N=23
    en: the accuracy is right when few of the six classes are among the labels, N=23
    """
    expect_accuracies(student, reference, list(problems(reference, rng, 23, 4, 6, [1, 4])))
