"""nll_loss: hidden checks."""

import numpy as np
import pytest
import torch

from grader.suite.api import expect_close

from .data import ATOL, RTOL, problem
from .gradients import expect_gradient


@pytest.mark.check(points=2, topics=["values"])
def test_values(student, reference, rng):
    """vi: NLL trung bình đúng, hai shape khác nhau
    en: the mean NLL is right, for two shapes
    """
    for shape in ((7, 3), (11, 6)):
        logits, y = problem(rng, *shape)
        log_probs = torch.log_softmax(logits, dim=1)
        expect_close(
            student.nll_loss(log_probs, y),
            reference.nll_loss(log_probs.double(), y),
            what="nll_loss(log_probs, y)",
            rtol=RTOL,
            atol=ATOL,
        )


@pytest.mark.check(points=1, topics=["gradient"])
def test_gradient(student, reference, rng):
    """vi: gradient qua log-softmax rồi nll_loss của em là đúng
    en: the gradient through log-softmax and then your nll_loss is right
    """

    # Through log_softmax: on log-probabilities, a second log_softmax changes nothing else.
    def right(logits, y):
        return reference.nll_loss(torch.log_softmax(logits, dim=1), y)

    given = problem(rng, 7, 3)
    expect_gradient(student, student.nll_loss, right, given, through="log_softmax")


@pytest.mark.check(points=1, topics=["stability"])
def test_stable_minus_infinity(student, reference, rng):
    """vi: loss hữu hạn và đúng khi một lớp khác lớp đúng có log-xác suất bằng -inf
    en: the loss is finite and right when a class other than the true one has log-probability -inf
    """
    logits, y = problem(rng, 7, 3)
    logits[np.arange(7), (y + 1) % 3] = -torch.inf
    log_probs = torch.log_softmax(logits, dim=1)
    expect_close(
        student.nll_loss(log_probs, y),
        reference.nll_loss(log_probs.double(), y),
        what="nll_loss(log_probs, y)",
        rtol=RTOL,
        atol=ATOL,
    )
