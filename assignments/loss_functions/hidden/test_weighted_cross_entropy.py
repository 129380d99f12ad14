"""weighted_cross_entropy: hidden checks."""

import pytest

from grader.suite.api import expect_close

from .data import ATOL, OF_CLASSES, expect_stable, extreme, problem, tensor
from .gradients import expect_gradient

WEIGHTS = [0.7, 2.5, 1.1]  # no multiple of each other, nor is one the mean of the others


@pytest.mark.check(points=2, topics=["values"])
def test_values(student, reference, rng):
    """vi: trung bình có trọng số đúng, hai shape khác nhau
    en: the weighted mean is right, for two shapes
    """
    for shape in ((7, 3), (11, 6)):
        logits, y = problem(rng, *shape)
        weights = tensor(rng.uniform(0.3, 3, size=shape[1]))
        expect_close(
            student.weighted_cross_entropy(logits, y, weights),
            reference.weighted_cross_entropy(logits.double(), y, weights.double()),
            what="weighted_cross_entropy(logits, y, weights)",
            rtol=OF_CLASSES,
            atol=ATOL,
        )


@pytest.mark.check(points=1, topics=["weights"])
def test_list_weights(student, reference, rng):
    """vi: weights có thể là một danh sách
    en: weights may be a list
    """
    logits, y = problem(rng, 7, 3)
    expect_close(
        student.weighted_cross_entropy(logits, y, WEIGHTS),
        reference.weighted_cross_entropy(logits.double(), y, WEIGHTS),
        what="weighted_cross_entropy(logits, y, [0.7, 2.5, 1.1])",
        rtol=OF_CLASSES,
        atol=ATOL,
    )


@pytest.mark.check(points=1, topics=["weights"])
def test_equal_weights(student, reference, rng):
    """vi: mọi trọng số bằng nhau (kể cả khác 1): loss là cross-entropy
    en: with all weights equal (also other than 1) the loss is the cross-entropy
    """
    logits, y = problem(rng, 7, 3)
    expect_close(
        student.weighted_cross_entropy(logits, y, tensor([2.5, 2.5, 2.5])),
        reference.cross_entropy(logits.double(), y),
        what="weighted_cross_entropy(logits, y, tensor([2.5, 2.5, 2.5]))",
        rtol=OF_CLASSES,
        atol=ATOL,
    )


@pytest.mark.check(points=1, topics=["gradient"])
def test_gradient(student, reference, rng):
    """vi: gradient theo logits do autograd tính qua loss của em là đúng
    en: the gradient by the logits, by autograd through your loss, is right
    """
    given = (*problem(rng, 7, 3), tensor(WEIGHTS))
    right = reference.weighted_cross_entropy
    expect_gradient(student, student.weighted_cross_entropy, right, given, rtol=1e-3)


@pytest.mark.check(points=1, topics=["stability"], needs=["weighted_cross_entropy.values"])
def test_stable_large(student, reference, rng):
    """vi: loss đúng với logits cỡ ±10 000
    en: the loss is right for logits of about ±10,000
    """
    for right in (True, False):
        logits, y = extreme(rng, right=right)
        expect_stable(
            student.weighted_cross_entropy(logits, y, tensor(WEIGHTS)),
            reference.weighted_cross_entropy(logits.double(), y, WEIGHTS),
            what="weighted_cross_entropy(logits, y, weights)",
        )
