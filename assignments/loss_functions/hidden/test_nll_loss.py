"""nll_loss: hidden checks."""

import numpy as np
import pytest
import torch

from grader.suite.api import expect, expect_close, fetch, probe

RTOL = 1e-5  # float32 work: some 100 roundings of 6e-8, with room for an epsilon of 1e-7
ATOL = 1e-6


def tensor(values):
    """A float32 tensor, as students get them."""
    return torch.tensor(values, dtype=torch.float32)


def labels(rng, n_samples, n_classes):
    """Labels in no order, all classes among them, in unequal numbers."""
    rare = np.arange(n_classes)
    common = rng.integers(0, 2, size=n_samples - n_classes)
    return torch.tensor(rng.permutation(np.concatenate([rare, common])))


def problem(rng, n_samples, n_classes):
    """Logits whose softmax is far from uniform and nowhere tiny, and labels."""
    logits = tensor(rng.uniform(-2, 2, size=(n_samples, n_classes)))
    return logits, labels(rng, n_samples, n_classes)


def autograd(_module, function, given, _place, _named):
    """The loss and, flat, its gradient by the logits under the log-probabilities; else None."""
    import torch

    logits, y = given
    leaf = logits.clone().requires_grad_()
    loss = function(torch.log_softmax(leaf, dim=1), y)
    if not isinstance(loss, torch.Tensor) or not loss.requires_grad:
        return None
    loss = loss.mean()
    (gradient,) = torch.autograd.grad(loss, leaf)
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

    expect_gradient(student, student.nll_loss, right, problem(rng, 7, 3))


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
