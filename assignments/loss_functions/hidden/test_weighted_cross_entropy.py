"""weighted_cross_entropy: hidden checks."""

import numpy as np
import pytest
import torch

from grader.suite.api import expect, expect_close, fetch, probe

RTOL = 1e-5  # float32 work: some 100 roundings of 6e-8, with room for an epsilon of 1e-7
ATOL = 1e-6
COARSE = 2e-3  # z - logsumexp(z) is right: float32 numbers near 10,000 are 0.001 apart


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


def extreme(rng, *, right):
    """Logits of size 10,000, and labels that are the most probable class or the least.

    Whole numbers: what is 1 apart is so in float32 as well.
    """
    top = torch.tensor(rng.permutation([0, 1, 2, 0, 1, 2, 0]))
    logits = tensor(rng.integers(-3, 4, size=(7, 3)))
    logits[:3] += 10_000
    logits[3:5] -= 10_000
    logits[np.arange(7), top] += 12
    logits[np.arange(7), (top + 1) % 3] -= 20_000
    return logits, top if right else (top + 1) % 3


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


WEIGHTS = [0.7, 2.5, 1.6]  # neither constant nor of mean 1


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
            rtol=RTOL,
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
        what="weighted_cross_entropy(logits, y, [0.7, 2.5, 1.6])",
        rtol=RTOL,
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
        rtol=RTOL,
        atol=ATOL,
    )


@pytest.mark.check(points=1, topics=["gradient"])
def test_gradient(student, reference, rng):
    """vi: gradient theo logits do autograd tính qua loss của em là đúng
    en: the gradient by the logits, by autograd through your loss, is right
    """
    given = (*problem(rng, 7, 3), tensor(WEIGHTS))
    right = reference.weighted_cross_entropy
    expect_gradient(student, student.weighted_cross_entropy, right, given)


@pytest.mark.check(points=1, topics=["stability"])
def test_stable_large(student, reference, rng):
    """vi: loss đúng với logits cỡ ±10 000
    en: the loss is right for logits of about ±10,000
    """
    for right in (True, False):
        logits, y = extreme(rng, right=right)
        expect_close(
            student.weighted_cross_entropy(logits, y, tensor(WEIGHTS)),
            reference.weighted_cross_entropy(logits.double(), y, WEIGHTS),
            what="weighted_cross_entropy(logits, y, weights)",
            rtol=RTOL,
            atol=COARSE,
        )
