"""kl_divergence: hidden checks."""

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
    """vi: gradient theo q do autograd tính qua loss của em là đúng
    en: the gradient by q, by autograd through your loss, is right
    """
    given = distributions(rng, 7, 3)
    expect_gradient(student, student.kl_divergence, reference.kl_divergence, given, 1, what="q")


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
        what="kl_divergence(p, q) where each p has a 0",
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
        what="kl_divergence(p, q) where p and q have a 0 in the same place",
        rtol=1e-4,
        atol=1e-5,
    )
