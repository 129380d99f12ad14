"""loss_and_gradient: hidden checks.

With two classes several mistakes give the right numbers; three classes show them.
"""

import numpy as np
import pytest

from grader.suite.api import accept, ask, expect_close, expect_equal

from .tables import agrees, features, labels, several

CALL = "loss_and_gradient(theta, X, y, num_classes)"
ATOL = 1e-6


def problem(rng, n_classes, n_samples=7, n_features=4):
    """theta, X, y: no class as large as another, no probability near 0."""
    y = labels(rng, n_samples, n_classes)
    X = features(rng, y, n_features)
    return 0.3 * rng.normal(size=(X.shape[1], n_classes)), X, y


def answered(student, reference, task, n_classes):
    """Loss and gradient of the student's, and those that they are held against."""
    found = several(student.loss_and_gradient(*task, n_classes), 2, CALL)
    loss, gradient = reference.loss_and_gradient(*task, n_classes)
    # As in the course's template, where both are divided by N·K.
    if agrees(found[0], loss / n_classes) and agrees(found[1], gradient / n_classes):
        accept("divide-by-size")
        return found, (loss / n_classes, gradient / n_classes)
    return found, (loss, gradient)


@pytest.mark.check(points=1, topics=["two classes"])
def test_loss_of_two_classes(student, reference, rng):
    """vi: loss đúng với hai lớp
    en: the loss is right for two classes
    """
    found, (loss, _) = answered(student, reference, problem(rng, 2), 2)
    expect_close(found[0], loss, what="the loss, K = 2", atol=ATOL)


@pytest.mark.check(points=2, topics=["three classes"])
def test_loss_of_three_classes(student, reference, rng):
    """vi: loss đúng với ba lớp
    en: the loss is right for three classes
    """
    found, (loss, _) = answered(student, reference, problem(rng, 3), 3)
    expect_close(found[0], loss, what="the loss, K = 3", atol=ATOL)


@pytest.mark.check(points=1, topics=["two classes"])
def test_gradient_of_two_classes(student, reference, rng):
    """vi: gradient đúng với hai lớp
    en: the gradient is right for two classes
    """
    found, (_, gradient) = answered(student, reference, problem(rng, 2), 2)
    expect_close(found[1], gradient, what="the gradient, K = 2", atol=ATOL)


@pytest.mark.check(points=2, topics=["three classes"])
def test_gradient_of_three_classes(student, reference, rng):
    """vi: gradient đúng với ba lớp và nhiều đặc trưng hơn số lớp
    en: the gradient is right for three classes and more features than classes
    """
    found, (_, gradient) = answered(student, reference, problem(rng, 3), 3)
    expect_close(found[1], gradient, what="the gradient, K = 3", atol=ATOL)


@pytest.mark.check(points=1, topics=["absent classes"])
def test_absent_class(student, reference, rng):
    """vi: lớp cuối không có mẫu nào trong batch
    en: the last class has no sample in the batch
    """
    theta, X, y = problem(rng, 3)
    task = 0.3 * rng.normal(size=(theta.shape[0], 4)), X, y
    found, (loss, gradient) = answered(student, reference, task, 4)
    expect_close(found[0], loss, what="the loss", atol=ATOL)
    expect_close(found[1], gradient, what="the gradient", atol=ATOL)


@pytest.mark.check(points=1, topics=["side effects"])
def test_keeps_input(student, rng):
    """vi: theta, X và y của người gọi không bị thay đổi
    en: the caller's theta, X and y stay as they are
    """
    task = problem(rng, 3)
    returned = ask(student.loss_and_gradient, *task, 3)
    found = several(returned.value, 2, CALL)
    expect_close(found[1], np.zeros_like(task[0]), what="the gradient", atol=1e300)
    for name, before, after in zip(("theta", "X", "y"), task, returned.args, strict=False):
        expect_equal(after, before, what=f"{name} after {CALL}")
