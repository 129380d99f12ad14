"""hinge_loss: hidden checks."""

import numpy as np
import pytest

from grader.suite.api import expect_close, probe

from .columns import expect_columns, of_columns
from .data import ATOL, RTOL, tensor
from .gradients import expect_gradient


def problem(rng, n_samples):
    """Scores and labels -1.0, +1.0: right by far, right by less than 1, and wrong."""
    y = rng.permutation(np.where(np.arange(n_samples) % 3 == 0, 1.0, -1.0))
    margins = rng.permutation(np.arange(n_samples) % 4) - rng.uniform(0.1, 0.9, size=n_samples)
    return tensor(margins * y), tensor(y)


@pytest.mark.check(points=2, topics=["values"])
def test_values(student, reference, rng):
    """vi: hinge loss trung bình đúng, hai kích thước batch
    en: the mean hinge loss is right, for two batch sizes
    """
    for n_samples in (7, 12):
        scores, y = problem(rng, n_samples)
        expect_close(
            student.hinge_loss(scores, y),
            reference.hinge_loss(scores.double(), y),
            what="hinge_loss(scores, y)",
            rtol=RTOL,
            atol=ATOL,
        )


@pytest.mark.check(points=1, topics=["shapes"], needs=["hinge_loss.values"])
def test_column(student, reference, rng):
    """vi: scores và y là vector (N,) hay cột (N, 1): giá trị không đổi; nơi hai shape khác nhau,
    hàm cũng có thể báo lỗi
    en: scores and y as vectors (N,) or columns (N, 1): the value is the same; where the two differ,
    the function may also refuse
    """
    scores, y = problem(rng, 7)
    expect_columns(
        probe(student, of_columns, student.hinge_loss, scores, y),
        reference.hinge_loss(scores.double(), y),
        "hinge_loss",
        "scores",
    )


@pytest.mark.check(points=1, topics=["gradient"])
def test_gradient(student, reference, rng):
    """vi: gradient theo scores do autograd tính qua loss của em là đúng
    en: the gradient by the scores, by autograd through your loss, is right
    """
    given = problem(rng, 7)
    expect_gradient(student, student.hinge_loss, reference.hinge_loss, given, what="scores")
