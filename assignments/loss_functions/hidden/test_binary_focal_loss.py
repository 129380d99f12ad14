"""binary_focal_loss: hidden checks."""

import pytest

from grader.suite.api import expect_close

from .data import ATOL, FIFTIES, RTOL, binary, expect_no_rounded_sigmoid, extreme_binary
from .gradients import expect_gradient


@pytest.mark.check(points=2, topics=["values"])
def test_values(student, reference, rng):
    """vi: focal loss nhị phân đúng khi không có alpha, với gamma mặc định và gamma = 3
    en: the binary focal loss is right without alpha, for the default gamma and for gamma = 3
    """
    logits, y = binary(rng, 7)
    expect_close(
        student.binary_focal_loss(logits, y),
        reference.binary_focal_loss(logits.double(), y),
        what="binary_focal_loss(logits, y)",
        rtol=RTOL,
        atol=ATOL,
    )
    logits, y = binary(rng, 12)
    expect_close(
        student.binary_focal_loss(logits, y, gamma=3.0),
        reference.binary_focal_loss(logits.double(), y, gamma=3.0),
        what="binary_focal_loss(logits, y, gamma=3.0)",
        rtol=RTOL,
        atol=ATOL,
    )


@pytest.mark.check(points=1, topics=["gamma"])
def test_gamma_zero(student, reference, rng):
    """vi: với gamma = 0, focal loss nhị phân là BCE
    en: with gamma = 0 the binary focal loss is BCE
    """
    logits, y = binary(rng, 7)
    expect_close(
        student.binary_focal_loss(logits, y, gamma=0.0),
        reference.bce_with_logits(logits.double(), y),
        what="binary_focal_loss(logits, y, gamma=0.0)",
        rtol=RTOL,
        atol=ATOL,
    )


@pytest.mark.check(points=2, topics=["alpha"])
def test_alpha(student, reference, rng):
    """vi: alpha là trọng số của lớp 1, 1 - alpha là của lớp 0
    en: alpha is the weight of class 1, and 1 - alpha that of class 0
    """
    for n_samples, alpha in ((7, 0.25), (12, 0.8)):
        logits, y = binary(rng, n_samples)
        expect_close(
            student.binary_focal_loss(logits, y, gamma=2.0, alpha=alpha),
            reference.binary_focal_loss(logits.double(), y, gamma=2.0, alpha=alpha),
            what=f"binary_focal_loss(logits, y, gamma=2.0, alpha={alpha})",
            rtol=RTOL,
            atol=ATOL,
        )


@pytest.mark.check(points=1, topics=["gradient"])
def test_gradient(student, reference, rng):
    """vi: gradient theo logits do autograd tính là đúng, kể cả phần đi qua p_t
    en: the gradient by the logits, by autograd, is right, the part through p_t included
    """
    given = binary(rng, 7)
    right = reference.binary_focal_loss
    expect_gradient(student, student.binary_focal_loss, right, given, gamma=2.0)


@pytest.mark.check(points=1, topics=["stability"], needs=["binary_focal_loss.values"])
def test_stable_large(student, reference):
    """vi: loss đúng với logits cỡ ±10 000
    en: the loss is right for logits of about ±10,000
    """
    for y in ((FIFTIES > 0).float(), (FIFTIES < 0).float()):
        expect_no_rounded_sigmoid(
            student.binary_focal_loss(FIFTIES, y),
            reference.binary_focal_loss(FIFTIES.double(), y),
            what="binary_focal_loss(logits, y)",
        )
    for right in (True, False):
        logits, y = extreme_binary(right=right)
        expect_close(
            student.binary_focal_loss(logits, y),
            reference.binary_focal_loss(logits.double(), y),
            what="binary_focal_loss(logits, y)",
            rtol=RTOL,
            atol=ATOL,
        )


@pytest.mark.check(points=1, topics=["stability", "gradient"])
def test_stable_gradient(student, reference):
    """vi: gradient đúng với logits cỡ ±10 000
    en: the gradient is right for logits of about ±10,000
    """
    given = extreme_binary(right=False)
    right = reference.binary_focal_loss
    expect_gradient(
        student, student.binary_focal_loss, right, given, rounded="log-of-sigmoid", gamma=2.0
    )
