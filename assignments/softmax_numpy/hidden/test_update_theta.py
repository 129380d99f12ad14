"""update_theta: hidden checks."""

import pytest

from grader.suite.api import ask, expect_close, expect_equal

from .differences import numbers


@pytest.mark.check(points=1, topics=["values"])
def test_values(student, reference, rng):
    """vi: theta mới đúng với hai learning rate khác nhau
    en: the new theta is right for two learning rates
    """
    theta, gradient = rng.normal(size=(2, 5, 3))
    for lr in (0.3, 0.02):
        expect_close(
            student.update_theta(theta, gradient, lr),
            reference.update_theta(theta, gradient, lr),
            what=f"update_theta(theta, gradient, {lr})",
            atol=1e-6,  # float32: theta - lr * gradient may cancel
        )


@pytest.mark.check(points=1, topics=["side effects"])
def test_keeps_input(student, rng):
    """vi: update_theta trả về mảng mới, không sửa theta và gradient của người gọi
    en: update_theta returns a new array and leaves the caller's theta and gradient as they are
    """
    theta, gradient = rng.normal(size=(2, 5, 3))
    returned = ask(student.update_theta, theta, gradient, 0.3)
    numbers(returned.value, "update_theta(theta, gradient, lr)")
    after = returned.args
    expect_equal(
        after[0],
        theta,
        what="theta after update_theta(theta, gradient, lr)",
        misconception="mutates-input",
    )
    expect_equal(
        after[1],
        gradient,
        what="gradient after update_theta(theta, gradient, lr)",
        misconception="mutates-input",
    )
