"""cross_entropy: hidden checks."""

import pytest

from grader.suite.api import expect_close

from .data import ATOL, COARSE, OF_CLASSES, expect_stable, extreme, problem
from .gradients import expect_gradient


@pytest.mark.check(points=2, topics=["values"])
def test_values(student, reference, rng):
    """vi: cross-entropy trung bình đúng, hai shape khác nhau
    en: the mean cross-entropy is right, for two shapes
    """
    for shape in ((7, 3), (11, 6)):
        logits, y = problem(rng, *shape)
        expect_close(
            student.cross_entropy(logits, y),
            reference.cross_entropy(logits.double(), y),
            what="cross_entropy(logits, y)",
            rtol=OF_CLASSES,
            atol=ATOL,
        )


@pytest.mark.check(points=2, topics=["gradient"])
def test_gradient(student, reference, rng):
    """vi: gradient theo logits do autograd tính qua loss của em là đúng
    en: the gradient by the logits, by autograd through your loss, is right
    """
    given = problem(rng, 7, 3)
    right = reference.cross_entropy
    expect_gradient(student, student.cross_entropy, right, given, rtol=1e-3)


@pytest.mark.check(points=2, topics=["stability"], needs=["cross_entropy.values"])
def test_stable_large(student, reference, rng):
    """vi: loss đúng với logits cỡ ±10 000
    en: the loss is right for logits of about ±10,000
    """
    for right in (True, False):
        logits, y = extreme(rng, right=right)
        expect_stable(
            student.cross_entropy(logits, y),
            reference.cross_entropy(logits.double(), y),
            what="cross_entropy(logits, y)",
        )


@pytest.mark.check(points=1, topics=["stability", "gradient"])
def test_stable_gradient(student, reference, rng):
    """vi: gradient đúng với logits cỡ ±10 000
    en: the gradient is right for logits of about ±10,000
    """
    given = extreme(rng, right=False)
    expect_gradient(
        student,
        student.cross_entropy,
        reference.cross_entropy,
        given,
        atol=COARSE,
        rounded="log-of-softmax",
    )
