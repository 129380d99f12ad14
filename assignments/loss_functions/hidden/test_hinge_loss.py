"""hinge_loss: hidden checks."""

import numpy as np
import pytest
import torch

from grader.suite.api import expect, expect_close, fetch, probe

RTOL = 1e-5  # float32 work: some 100 roundings of 6e-8, with room for an epsilon of 1e-7
ATOL = 1e-6


def tensor(values):
    """A float32 tensor, as students get them."""
    return torch.tensor(values, dtype=torch.float32)


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


@pytest.mark.check(points=1, topics=["shapes"])
def test_column(student, reference, rng):
    """vi: giá trị không đổi khi scores là cột (N, 1) còn y là vector (N,)
    en: the value is the same when scores is a column (N, 1) and y a vector (N,)
    """
    scores, y = problem(rng, 7)
    expect_close(
        student.hinge_loss(scores[:, None], y),
        reference.hinge_loss(scores.double(), y),
        what="hinge_loss(scores, y) with scores of shape (7, 1)",
        rtol=RTOL,
        atol=ATOL,
    )


@pytest.mark.check(points=1, topics=["gradient"])
def test_gradient(student, reference, rng):
    """vi: gradient theo scores do autograd tính qua loss của em là đúng
    en: the gradient by the scores, by autograd through your loss, is right
    """
    given = problem(rng, 7)
    expect_gradient(student, student.hinge_loss, reference.hinge_loss, given, what="scores")
