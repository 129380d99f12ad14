"""bce_loss: hidden checks."""

import numpy as np
import pytest
import torch

from grader.suite.api import expect, expect_close, fetch, probe

RTOL = 1e-5  # float32 work: some 100 roundings of 6e-8, with room for an epsilon of 1e-7
ATOL = 1e-6


def tensor(values):
    """A float32 tensor, as students get them."""
    return torch.tensor(values, dtype=torch.float32)


def binary(rng, n_samples):
    """Logits, and labels 0.0 and 1.0 in unequal numbers and no order."""
    y = rng.permutation((np.arange(n_samples) % 3 == 0).astype(float))
    return tensor(rng.uniform(-3, 3, size=n_samples)), tensor(y)


def autograd(_module, function, given, place, named):
    """The loss and, flat, its gradient by ``given[place]``, as autograd has them; else None."""
    import torch

    leaf = given[place].clone().requires_grad_()
    loss = function(*given[:place], leaf, *given[place + 1 :], **named)
    if not isinstance(loss, torch.Tensor) or not loss.requires_grad:
        return None
    loss = loss.mean()
    (gradient,) = torch.autograd.grad(loss, leaf, allow_unused=True)
    if gradient is None:
        return None
    return torch.cat([loss.detach().reshape(1), gradient.reshape(-1)]).numpy()


def slopes(loss, at, step=1e-5):
    """The gradient of *loss* at a float64 tensor, by central differences."""
    moves = step * torch.eye(at.numel(), dtype=at.dtype).reshape(-1, *at.shape)
    differences = [(loss(at + move) - loss(at - move)) / (2 * step) for move in moves]
    return torch.stack(differences).reshape(at.shape)


def expect_gradient(student, function, right, given, place=0, what="logits", atol=1e-6, **named):
    """Autograd of the student's loss agrees with finite differences of the right one.

    A loss that is a multiple of the right one has cost its points where it was judged: its
    gradient is held against the same multiple.
    """
    answer = probe(student, autograd, fetch(function), list(given), place, named)
    expect(
        answer is not None,
        vi="Loss không nối với đồ thị tính toán: autograd không tìm thấy gradient nào.",
        en="The loss is not connected to the graph: autograd finds no gradient.",
    )
    exact = [exactly(part) for part in given]

    def loss_at(value):
        return right(*exact[:place], value, *exact[place + 1 :], **named)

    at = exact[place]
    expect_close(answer, np.zeros(1 + at.numel()), what=f"[loss, d loss / d {what}]", atol=1e300)
    answer = torch.as_tensor(answer)
    factor = float(answer[0]) / float(loss_at(at)) or 1.0
    expect_close(
        answer[1:].reshape(at.shape) / factor,
        slopes(loss_at, at),
        what=f"d loss / d {what}",
        rtol=1e-4,  # float32 autograd, and an epsilon of 1e-7 beside probabilities above 0.01
        atol=atol,
    )


def exactly(part):
    """A float32 tensor as float64; anything else as it is."""
    floating = isinstance(part, torch.Tensor) and part.is_floating_point()
    return part.double() if floating else part


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


@pytest.mark.check(points=1, topics=["shapes"])
def test_column(student, reference, rng):
    """vi: giá trị không đổi khi p là cột (N, 1) còn y là vector (N,)
    en: the value is the same when p is a column (N, 1) and y a vector (N,)
    """
    logits, y = binary(rng, 7)
    p = torch.sigmoid(logits)
    expect_close(
        student.bce_loss(p[:, None], y),
        reference.bce_loss(p.double(), y),
        what="bce_loss(p, y) with p of shape (7, 1)",
        rtol=RTOL,
        atol=ATOL,
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
        what="bce_loss(p, y) where every p equals its y",
        atol=1e-5,  # an epsilon of 1e-6 is still right
    )
    losses = [number(student.bce_loss((y - p).abs(), y), "bce_loss(p, y)") for p in (1 - 1e-3, 1.0)]
    expect(
        losses[1] > losses[0],
        vi="Xác suất của lớp đúng giảm từ 0,001 xuống 0 mà loss không tăng.",
        en="The true class's probability fell from 0.001 to 0, and the loss did not rise.",
    )
