"""multilabel_loss: hidden checks."""

import numpy as np
import pytest
import torch

from grader.suite.api import expect_close

from .data import ATOL, RTOL, expect_no_rounded_sigmoid, tensor
from .gradients import expect_gradient


def problem(rng, n_samples, n_labels):
    """Logits and 0.0 or 1.0 for each label: rows with no label, one, several and all."""
    counts = rng.permutation(np.arange(n_samples) % (n_labels + 1))
    order = rng.permuted(np.tile(np.arange(n_labels), (n_samples, 1)), axis=1)
    logits = tensor(rng.uniform(-3, 3, size=(n_samples, n_labels)))
    return logits, tensor(order < counts[:, None])


@pytest.mark.check(points=2, topics=["values"])
def test_values(student, reference, rng):
    """vi: BCE trung bình trên cả N·C nhãn là đúng, hai shape khác nhau
    en: the BCE, the mean over all N·C labels, is right for two shapes
    """
    for shape in ((7, 3), (11, 6)):
        logits, Y = problem(rng, *shape)
        expect_close(
            student.multilabel_loss(logits, Y),
            reference.multilabel_loss(logits.double(), Y),
            what="multilabel_loss(logits, Y)",
            rtol=RTOL,
            atol=ATOL,
        )


@pytest.mark.check(points=1, topics=["gradient"])
def test_gradient(student, reference, rng):
    """vi: gradient theo logits do autograd tính qua loss của em là đúng
    en: the gradient by the logits, by autograd through your loss, is right
    """
    given = problem(rng, 7, 3)
    expect_gradient(student, student.multilabel_loss, reference.multilabel_loss, given)


@pytest.mark.check(points=1, topics=["stability"], needs=["multilabel_loss.values"])
def test_stable_large(student, reference, rng):
    """vi: loss đúng với logits cỡ ±10 000
    en: the loss is right for logits of about ±10,000
    """
    logits, Y = problem(rng, 7, 3)
    for labels in ((logits > 0).float(), Y):
        expect_no_rounded_sigmoid(
            student.multilabel_loss(50 * torch.sign(logits), labels),
            reference.multilabel_loss(50 * torch.sign(logits.double()), labels),
            what="multilabel_loss(logits, Y)",
        )
    logits = torch.sign(logits) * 10_000
    agreeing = (logits > 0).float()
    for labels in (agreeing, Y):
        expect_close(
            student.multilabel_loss(logits, labels),
            reference.multilabel_loss(logits.double(), labels),
            what="multilabel_loss(logits, Y)",
            rtol=RTOL,
            atol=ATOL,
        )
