"""smooth_labels: hidden checks."""

import pytest

from grader.suite.api import expect_close

from .data import ATOL, RTOL, labels


@pytest.mark.check(points=2, topics=["values"])
def test_values(student, reference, rng):
    """vi: nhãn làm mượt đúng, hai số lớp và hai alpha
    en: the smoothed labels are right, for two numbers of classes and two alphas
    """
    for (n_samples, n_classes), alpha in (((7, 3), 0.1), ((11, 6), 0.3)):
        y = labels(rng, n_samples, n_classes)
        expect_close(
            student.smooth_labels(y, n_classes, alpha),
            reference.smooth_labels(y, n_classes, alpha),
            what=f"smooth_labels(y, {n_classes}, {alpha})",
            rtol=RTOL,
            atol=ATOL,
        )


@pytest.mark.check(points=1, topics=["absent classes"])
def test_absent_classes(student, reference, rng):
    """vi: batch thiếu vài lớp: vẫn có num_classes cột và alpha/num_classes
    en: a batch that lacks classes: still num_classes columns and alpha/num_classes
    """
    y = labels(rng, 7, 3)
    expect_close(
        student.smooth_labels(y, 5, 0.2),
        reference.smooth_labels(y, 5, 0.2),
        what="smooth_labels(y, 5, 0.2)",
        rtol=RTOL,
        atol=ATOL,
    )


@pytest.mark.check(points=1, topics=["alpha"])
def test_alpha_zero(student, reference, rng):
    """vi: với alpha = 0 kết quả là one-hot
    en: with alpha = 0 the result is one-hot
    """
    y = labels(rng, 7, 3)
    expect_close(
        student.smooth_labels(y, 3, 0.0),
        reference.smooth_labels(y, 3, 0.0),
        what="smooth_labels(y, 3, 0.0)",
        atol=ATOL,
    )
