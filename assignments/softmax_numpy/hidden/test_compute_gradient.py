"""compute_gradient: hidden checks."""

import numpy as np
import pytest

from grader.suite.api import ask, each_or_none, expect_close, expect_equal

from .differences import agreeing, all_numbers, around, array, numbers, slopes

ATOL = 1e-6  # float32 work: the elements of y_hat - y cancel to about 1e-7


def labels(rng, n_samples, n_classes):
    """Labels in no order, all classes among them."""
    return rng.permutation(np.arange(n_samples) % n_classes)


def problem(reference, rng, n_samples, n_features, n_classes):
    """Features, one-hot labels, and probabilities that no theta need give."""
    X = rng.normal(size=(n_samples, n_features))
    y = reference.one_hot(labels(rng, n_samples, n_classes), n_classes)
    return X, y, reference.softmax(rng.normal(size=(n_samples, n_classes)))


@pytest.mark.check(points=3, topics=["values"])
def test_values(student, reference, rng):
    """vi: gradient đúng với N=7, D=5, K=3
    en: the gradient is right for N=7, D=5, K=3
    """
    X, y, y_hat = problem(reference, rng, 7, 5, 3)
    gradient = reference.compute_gradient(X, y, y_hat)
    expect_close(
        student.compute_gradient(X, y, y_hat),
        gradient,
        what="compute_gradient(X, y, y_hat)",
        atol=ATOL,
        conventions={"divide-by-size": gradient / 3},
    )


@pytest.mark.check(points=2, topics=["values", "shapes"])
def test_more_classes_than_features(student, reference, rng):
    """vi: gradient đúng khi số lớp lớn hơn số đặc trưng
    en: the gradient is right when there are more classes than features
    """
    X, y, y_hat = problem(reference, rng, 11, 4, 6)
    gradient = reference.compute_gradient(X, y, y_hat)
    expect_close(
        student.compute_gradient(X, y, y_hat),
        gradient,
        what="compute_gradient(X, y, y_hat)",
        atol=ATOL,
        conventions={"divide-by-size": gradient / 6},
    )


@pytest.mark.check(points=2, topics=["consistency"])
def test_agrees_with_loss(student, reference, rng):
    """vi: gradient là đạo hàm của chính cross_entropy của em (cùng chia cho một số)
    en: the gradient is the derivative of your own cross_entropy (both divided by the same number)
    """
    X, y, _ = problem(reference, rng, 7, 5, 3)
    theta = 0.3 * rng.normal(size=(5, 3))  # no probability is clipped
    y_hat = reference.softmax(X @ theta)

    gradient = array(student.compute_gradient(X, y, y_hat), theta.shape, "the gradient")
    points = [theta, *around(theta)]
    calls = [(reference.softmax(X @ at), y) for at in points]
    # A loss that is not there, or takes no one-hot labels, is judged in its own exercise.
    losses = all_numbers(each_or_none(student.cross_entropy, calls))
    expected = agreeing(
        gradient,
        None if losses is None else slopes(losses[1:], theta),
        reference.compute_gradient(X, y, y_hat),
        3,
        loss=None if losses is None else losses[0],
        right_loss=reference.cross_entropy(y_hat, y),
    )
    expect_close(
        gradient,
        expected,
        what="compute_gradient(X, y, y_hat), against the slope of cross_entropy,",
        rtol=1e-2,  # of the differences; the conventions are a factor K apart
        atol=2e-3,
    )


@pytest.mark.check(points=1, topics=["side effects"])
def test_keeps_input(student, reference, rng):
    """vi: compute_gradient không làm thay đổi X, y và y_hat của người gọi
    en: compute_gradient leaves the caller's X, y and y_hat as they are
    """
    given = problem(reference, rng, 7, 5, 3)
    returned = ask(student.compute_gradient, *given)
    numbers(returned.value, "compute_gradient(X, y, y_hat)")
    after = returned.args
    for name, before, now in zip(("X", "y", "y_hat"), given, after, strict=True):
        expect_equal(
            now,
            before,
            what=f"{name} after compute_gradient(X, y, y_hat)",
            misconception="mutates-input",
        )
