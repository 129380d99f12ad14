"""bce_loss: hidden checks."""

import pytest
import torch

from grader.suite.api import expect, expect_close, probe

from .columns import expect_columns, of_columns
from .data import ATOL, RTOL, binary
from .gradients import expect_gradient


def number(value, what):
    """A finite number, whatever its size; anything else is the student's mistake."""
    expect_close(value, 0.0, what=what, atol=1e300)
    return float(torch.as_tensor(value))


@pytest.mark.check(points=2, topics=["values"])
def test_values(student, reference, rng):
    """vi: BCE trung bình đúng, hai kích thước batch
    en: the mean BCE is right, for two batch sizes
    """
    for n_samples in (7, 12):
        logits, y = binary(rng, n_samples)
        p = torch.sigmoid(logits)
        expect_close(
            student.bce_loss(p, y),
            reference.bce_loss(p.double(), y),
            what="bce_loss(p, y)",
            rtol=RTOL,
            atol=ATOL,
        )


@pytest.mark.check(points=1, topics=["shapes"], needs=["bce_loss.values"])
def test_column(student, reference, rng):
    """vi: p và y là vector (N,) hay cột (N, 1): giá trị không đổi; nơi hai shape khác nhau, hàm
    cũng có thể báo lỗi
    en: p and y as vectors (N,) or columns (N, 1): the value is the same; where the two differ,
    the function may also refuse
    """
    logits, y = binary(rng, 7)
    p = torch.sigmoid(logits)
    expect_columns(
        probe(student, of_columns, student.bce_loss, p, y),
        reference.bce_loss(p.double(), y),
        "bce_loss",
        "p",
    )


@pytest.mark.check(points=1, topics=["gradient"])
def test_gradient(student, reference, rng):
    """vi: gradient theo p do autograd tính qua loss của em là đúng
    en: the gradient by p, by autograd through your loss, is right
    """
    logits, y = binary(rng, 7)
    given = torch.sigmoid(logits), y
    expect_gradient(student, student.bce_loss, reference.bce_loss, given, what="p")


@pytest.mark.check(points=1, topics=["precision"], needs=["bce_loss.values"])
def test_small_probability(student, reference, rng):
    """vi: loss không bị epsilon làm lệch khi lớp đúng có xác suất 0,0001
    en: no epsilon biases the loss when the true class has probability 0.0001
    """
    _, y = binary(rng, 7)
    p = torch.where(y == 1, 1e-4, 1 - 1e-4)
    expect_close(
        student.bce_loss(p, y),
        reference.bce_loss(p.double(), y),
        what="bce_loss(p, y)",
        rtol=2e-3,  # log(p + 1e-6) is off by 0.1 % here, log(p + 1e-5) by 1 %
    )


@pytest.mark.check(points=2, topics=["stability"])
def test_stable_zero_and_one(student, rng):
    """vi: loss hữu hạn và hợp lý khi p bằng đúng 0 hoặc 1
    en: the loss is finite and makes sense when p is exactly 0 or 1
    """
    _, y = binary(rng, 7)
    expect_close(
        student.bce_loss(y.clone(), y),
        0.0,
        what="bce_loss(y, y)",
        atol=1e-5,  # an epsilon of 1e-6 is still right
    )
    losses = [number(student.bce_loss((y - p).abs(), y), "bce_loss(p, y)") for p in (1 - 1e-3, 1.0)]
    expect(
        losses[1] > losses[0],
        vi="Xác suất của lớp đúng giảm từ 0,001 xuống 0 mà loss không tăng.",
        en="The true class's probability fell from 0.001 to 0, and the loss did not rise.",
    )
