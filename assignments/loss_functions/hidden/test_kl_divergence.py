"""kl_divergence: hidden checks."""

import numpy as np
import pytest
import torch

from grader.suite.api import expect_close

from .data import ATOL, tensor
from .gradients import expect_gradient


def distributions(rng, n_samples, n_classes):
    """Rows of probabilities p and q, none below 0.02."""
    p, q = np.exp(rng.uniform(-1, 1, size=(2, n_samples, n_classes)))
    return [tensor(rows / rows.sum(axis=1, keepdims=True)) for rows in (p, q)]


def without_one(rows, classes):
    """The rows with probability 0 for one class each."""
    rows = rows.clone()
    rows[np.arange(len(rows)), classes] = 0
    return rows / rows.sum(dim=1, keepdim=True)


@pytest.mark.check(points=2, topics=["values"])
def test_values(student, reference, rng):
    """vi: KL(p‖q) trung bình trên N mẫu là đúng, hai shape khác nhau
    en: KL(p‖q), the mean over N samples, is right for two shapes
    """
    for shape in ((7, 3), (11, 6)):
        p, q = distributions(rng, *shape)
        expect_close(
            student.kl_divergence(p, q),
            reference.kl_divergence(p.double(), q.double()),
            what="kl_divergence(p, q)",
            rtol=1e-4,  # an epsilon of 1e-7 beside probabilities of 0.02
            atol=ATOL,
        )


@pytest.mark.check(points=1, topics=["precision"], needs=["kl_divergence.values"])
def test_small_probability(student, reference, rng):
    """vi: KL không bị epsilon làm lệch khi q có xác suất 0,0001
    en: no epsilon biases KL when q has a probability of 0.0001
    """
    p, _ = distributions(rng, 7, 3)
    q = torch.full((7, 3), (1 - 1e-4) / 2)
    q[np.arange(7), p.argmax(dim=1)] = 1e-4
    expect_close(
        student.kl_divergence(p, q),
        reference.kl_divergence(p.double(), q.double()),
        what="kl_divergence(p, q)",
        rtol=3e-3,  # log(q + 1e-6) is off by 0.01 of some 4 here, log(q + 1e-5) by 0.1
    )


@pytest.mark.check(points=1, topics=["gradient"])
def test_gradient(student, reference, rng):
    """vi: gradient qua q = softmax(z) rồi kl_divergence của em là đúng
    en: the gradient through q = softmax(z) and then your kl_divergence is right
    """

    # By z: a q that is normalised once more inside the loss is no mistake.
    def right(p, z):
        return reference.kl_divergence(p, torch.softmax(z, dim=1))

    p, q = distributions(rng, 7, 3)
    given = p, q.log()
    expect_gradient(student, student.kl_divergence, right, given, 1, what="z", through="softmax")


@pytest.mark.check(points=2, topics=["stability"])
def test_stable_zero_in_p(student, reference, rng):
    """vi: lớp có p = 0 đóng góp đúng 0
    en: a class with p = 0 adds exactly 0
    """
    p, q = distributions(rng, 7, 3)
    p = without_one(p, rng.integers(0, 3, size=7))
    expect_close(
        student.kl_divergence(p, q),
        reference.kl_divergence(p.double(), q.double()),
        what="kl_divergence(p, q)",
        rtol=1e-4,
        atol=1e-5,  # a clip of p at 1e-7 adds 2e-6
    )


@pytest.mark.check(points=1, topics=["stability"])
def test_stable_zero_in_both(student, reference, rng):
    """vi: lớp có p = 0 và q = 0 đóng góp đúng 0
    en: a class with p = 0 and q = 0 adds exactly 0
    """
    p, q = distributions(rng, 7, 3)
    classes = rng.integers(0, 3, size=7)
    p, q = without_one(p, classes), without_one(q, classes)
    expect_close(
        student.kl_divergence(p, q),
        reference.kl_divergence(p.double(), q.double()),
        what="kl_divergence(p, q)",
        rtol=1e-4,
        atol=1e-5,
    )
