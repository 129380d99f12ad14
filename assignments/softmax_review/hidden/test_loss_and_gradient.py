"""loss_and_gradient: hidden checks.

With two classes several mistakes give the right numbers; three classes show them.
"""

import numpy as np
import pytest

from grader.suite.api import accept, ask, expect_close, expect_equal

from .tables import agrees, labels, several

CALL = "loss_and_gradient(theta, X, y, num_classes)"
ATOL = 1e-6


def problem(rng, n_classes, n_samples=7, n_columns=5):
    """theta, X with the intercept, y: no class as large as another, no probability near 0."""
    X = np.column_stack([np.ones(n_samples), rng.normal(size=(n_samples, n_columns - 1))])
    theta = 0.3 * rng.normal(size=(n_columns, n_classes))
    return theta, X, labels(rng, n_samples, n_classes)


def answered(student, reference, task, n_classes):
    """Loss and gradient of the student's, and those that they are held against."""
    found = several(student.loss_and_gradient(*task, n_classes), 2, CALL)
    loss, gradient = reference.loss_and_gradient(*task, n_classes)
    # As in the course's template, where both are divided by N·K.
    if agrees(found[0], loss / n_classes) and agrees(found[1], gradient / n_classes):
        accept("divide-by-size")
        return found, (loss / n_classes, gradient / n_classes)
    return found, (loss, gradient)


def expect_loss(student, reference, rng, n_classes):
    """The loss of a small problem."""
    found, (loss, _) = answered(student, reference, problem(rng, n_classes), n_classes)
    expect_close(found[0], loss, what=f"loss, K={n_classes}", atol=ATOL)


def expect_gradient(student, reference, rng, n_classes):
    """The gradient of a small problem."""
    found, (_, gradient) = answered(student, reference, problem(rng, n_classes), n_classes)
    expect_close(found[1], gradient, what=f"gradient, K={n_classes}", atol=ATOL)


@pytest.mark.check(points=1, topics=["two classes"])
def test_loss_of_two_classes(student, reference, rng):
    """vi: loss đúng với hai lớp
    en: the loss is right for two classes
    """
    expect_loss(student, reference, rng, 2)


@pytest.mark.check(points=2, topics=["three classes"])
def test_loss_of_three_classes(student, reference, rng):
    """vi: loss đúng với ba lớp
    en: the loss is right for three classes
    """
    expect_loss(student, reference, rng, 3)


@pytest.mark.check(points=1, topics=["two classes"])
def test_gradient_of_two_classes(student, reference, rng):
    """vi: gradient đúng với hai lớp
    en: the gradient is right for two classes
    """
    expect_gradient(student, reference, rng, 2)


@pytest.mark.check(points=2, topics=["three classes"])
def test_gradient_of_three_classes(student, reference, rng):
    """vi: gradient đúng với ba lớp và nhiều đặc trưng hơn số lớp
    en: the gradient is right for three classes and more features than classes
    """
    expect_gradient(student, reference, rng, 3)


@pytest.mark.check(points=1, topics=["absent classes"])
def test_absent_class(student, reference, rng):
    """vi: lớp cuối không có mẫu nào trong batch
    en: the last class has no sample in the batch
    """
    theta, X, y = problem(rng, 3)
    task = 0.3 * rng.normal(size=(theta.shape[0], 4)), X, y
    found, (loss, gradient) = answered(student, reference, task, 4)
    expect_close(found[0], loss, what="loss", atol=ATOL)
    expect_close(found[1], gradient, what="gradient", atol=ATOL)


@pytest.mark.check(points=1, topics=["side effects"])
def test_keeps_input(student, rng):
    """vi: theta, X và y của người gọi không bị thay đổi
    en: the caller's theta, X and y stay as they are
    """
    theta, X, y = problem(rng, 3)
    returned = ask(student.loss_and_gradient, theta, X, y, 3)
    found = several(returned.value, 2, CALL)
    expect_close(found[1], np.zeros_like(theta), what="gradient", atol=1e300)
    given = {"theta": theta, "X": X, "y": y}
    for (name, before), after in zip(given.items(), returned.args, strict=False):
        expect_equal(after, before, what=f"{name} after {CALL}")
