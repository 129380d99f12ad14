"""label_smoothing_loss: hidden checks."""

import pytest

from grader.suite.api import expect_close

from .data import ATOL, OF_CLASSES, expect_stable, extreme, problem
from .gradients import expect_gradient


@pytest.mark.check(points=2, topics=["values"])
def test_values(student, reference, rng):
    """vi: cross-entropy với nhãn làm mượt đúng, hai shape và hai alpha
    en: the cross-entropy against smoothed labels is right, for two shapes and two alphas
    """
    for shape, alpha in (((7, 3), 0.1), ((11, 6), 0.3)):
        logits, y = problem(rng, *shape)
        expect_close(
            student.label_smoothing_loss(logits, y, alpha),
            reference.label_smoothing_loss(logits.double(), y, alpha),
            what=f"label_smoothing_loss(logits, y, {alpha})",
            rtol=OF_CLASSES,
            atol=ATOL,
        )


@pytest.mark.check(points=1, topics=["alpha"])
def test_alpha_zero(student, reference, rng):
    """vi: với alpha = 0 loss là cross-entropy
    en: with alpha = 0 the loss is the cross-entropy
    """
    logits, y = problem(rng, 7, 3)
    expect_close(
        student.label_smoothing_loss(logits, y, 0.0),
        reference.cross_entropy(logits.double(), y),
        what="label_smoothing_loss(logits, y, 0.0)",
        rtol=OF_CLASSES,
        atol=ATOL,
    )


@pytest.mark.check(points=1, topics=["gradient"])
def test_gradient(student, reference, rng):
    """vi: gradient theo logits do autograd tính qua loss của em là đúng
    en: the gradient by the logits, by autograd through your loss, is right
    """
    given = (*problem(rng, 7, 3), 0.2)
    right = reference.label_smoothing_loss
    expect_gradient(student, student.label_smoothing_loss, right, given, rtol=1e-3)


@pytest.mark.check(points=1, topics=["stability"], needs=["label_smoothing_loss.values"])
def test_stable_large(student, reference, rng):
    """vi: loss đúng với logits cỡ ±10 000
    en: the loss is right for logits of about ±10,000
    """
    for right in (True, False):
        logits, y = extreme(rng, right=right)
        expect_stable(
            student.label_smoothing_loss(logits, y, 0.1),
            reference.label_smoothing_loss(logits.double(), y, 0.1),
            what="label_smoothing_loss(logits, y, 0.1)",
        )
