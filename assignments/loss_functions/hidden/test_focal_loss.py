"""focal_loss: hidden checks."""

import pytest

from grader.suite.api import expect_close

from .data import ATOL, COARSE, OF_CLASSES, expect_stable, extreme, problem, tensor
from .gradients import expect_gradient

ALPHA = [0.4, 1.7, 1.2]  # neither constant nor of sum 1, nor of mean 1


@pytest.mark.check(points=2, topics=["values"])
def test_values(student, reference, rng):
    """vi: focal loss đúng khi không có alpha, với gamma mặc định và gamma = 3
    en: the focal loss is right without alpha, for the default gamma and for gamma = 3
    """
    logits, y = problem(rng, 7, 3)
    expect_close(
        student.focal_loss(logits, y),
        reference.focal_loss(logits.double(), y),
        what="focal_loss(logits, y)",
        rtol=OF_CLASSES,
        atol=ATOL,
    )
    logits, y = problem(rng, 11, 6)
    expect_close(
        student.focal_loss(logits, y, gamma=3.0),
        reference.focal_loss(logits.double(), y, gamma=3.0),
        what="focal_loss(logits, y, gamma=3.0)",
        rtol=OF_CLASSES,
        atol=ATOL,
    )


@pytest.mark.check(points=1, topics=["gamma"])
def test_gamma_zero(student, reference, rng):
    """vi: với gamma = 0, focal loss là cross-entropy
    en: with gamma = 0 the focal loss is the cross-entropy
    """
    logits, y = problem(rng, 7, 3)
    expect_close(
        student.focal_loss(logits, y, gamma=0.0),
        reference.cross_entropy(logits.double(), y),
        what="focal_loss(logits, y, gamma=0.0)",
        rtol=OF_CLASSES,
        atol=ATOL,
    )


@pytest.mark.check(points=1, topics=["alpha"])
def test_alpha_scalar(student, reference, rng):
    """vi: alpha là một số: trọng số chung của mọi lớp
    en: alpha is one number: the weight of all classes alike
    """
    logits, y = problem(rng, 7, 2)  # two classes: one alpha is also read as a weight of one of them

    def with_weights(*alpha):
        return reference.focal_loss(logits.double(), y, alpha=alpha)

    expect_close(
        student.focal_loss(logits, y, alpha=0.3),
        reference.focal_loss(logits.double(), y, alpha=0.3),
        what="focal_loss(logits, y, alpha=0.3)",
        rtol=OF_CLASSES,
        atol=ATOL,
        conventions={
            "focal-alpha-background": with_weights(0.7, 0.3),
            "focal-alpha-first": with_weights(0.3, 0.7),
        },
    )


@pytest.mark.check(points=1, topics=["alpha"])
def test_alpha_list(student, reference, rng):
    """vi: alpha là một danh sách: trọng số của từng lớp
    en: alpha is a list: a weight for each class
    """
    logits, y = problem(rng, 7, 3)
    expect_close(
        student.focal_loss(logits, y, alpha=ALPHA),
        reference.focal_loss(logits.double(), y, alpha=ALPHA),
        what="focal_loss(logits, y, alpha=[0.4, 1.7, 1.2])",
        rtol=OF_CLASSES,
        atol=ATOL,
    )


@pytest.mark.check(points=1, topics=["alpha"])
def test_alpha_tensor(student, reference, rng):
    """vi: alpha là một tensor (C,): trọng số của từng lớp
    en: alpha is a tensor (C,): a weight for each class
    """
    logits, y = problem(rng, 11, 3)
    expect_close(
        student.focal_loss(logits, y, gamma=1.0, alpha=tensor(ALPHA)),
        reference.focal_loss(logits.double(), y, gamma=1.0, alpha=ALPHA),
        what="focal_loss(logits, y, gamma=1.0, alpha=tensor([0.4, 1.7, 1.2]))",
        rtol=OF_CLASSES,
        atol=ATOL,
    )


@pytest.mark.check(points=2, topics=["gradient"])
def test_gradient(student, reference, rng):
    """vi: gradient theo logits do autograd tính là đúng, kể cả phần đi qua p_t
    en: the gradient by the logits, by autograd, is right, the part through p_t included
    """
    given = problem(rng, 7, 3)
    right = reference.focal_loss
    expect_gradient(student, student.focal_loss, right, given, rtol=1e-3, gamma=2.0)


@pytest.mark.check(points=1, topics=["stability"], needs=["focal_loss.values"])
def test_stable_large(student, reference, rng):
    """vi: loss đúng với logits cỡ ±10 000
    en: the loss is right for logits of about ±10,000
    """
    for right in (True, False):
        logits, y = extreme(rng, right=right)
        expect_stable(
            student.focal_loss(logits, y),
            reference.focal_loss(logits.double(), y),
            what="focal_loss(logits, y)",
        )


@pytest.mark.check(points=1, topics=["stability", "gradient"])
def test_stable_gradient(student, reference, rng):
    """vi: gradient đúng với logits cỡ ±10 000
    en: the gradient is right for logits of about ±10,000
    """
    given = extreme(rng, right=False)
    expect_gradient(
        student,
        student.focal_loss,
        reference.focal_loss,
        given,
        atol=COARSE,
        rounded="log-of-softmax",
        gamma=2.0,
    )
