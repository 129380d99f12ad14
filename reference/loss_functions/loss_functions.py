"""Loss functions in PyTorch: the model solution.

Letters as in the lecture: N samples, D features, C classes; z are the logits, p probabilities, y
the labels: class indices of shape ``(N,)`` unless a docstring says otherwise. Every loss is a 0-d
tensor, the mean over the samples, through which gradients flow. No probability is formed where its
logarithm is meant: that keeps the losses and their gradients finite for logits of any size.

Sources: the course's lecture "Loss functions" (Module 6, week 2); I. Goodfellow, Y. Bengio,
A. Courville, *Deep Learning* (MIT Press, 2016), sections 3.13 (KL divergence), 4.1 (overflow) and
6.2.2 (output units); T.-Y. Lin, P. Goyal, R. Girshick, K. He, P. Dollár, "Focal Loss for Dense
Object Detection" (ICCV 2017), arXiv:1708.02002; C. Szegedy, V. Vanhoucke, S. Ioffe, J. Shlens,
Z. Wojna, "Rethinking the Inception Architecture for Computer Vision" (CVPR 2016), section 7 (label
smoothing), arXiv:1512.00567; the documentation of ``torch.nn`` for reductions.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

import torch
import torch.nn.functional as F  # noqa: N812 - as everyone writes it
from torch import Tensor, nn

if TYPE_CHECKING:
    from collections.abc import Callable, Sequence

    Loss = Callable[[Tensor, Tensor], Tensor]

SMALLEST_PROBABILITY = 1e-30
"""What a probability of 0 counts as in a logarithm: a float32 that is not 0, and biases no loss."""

LEARNING_RATE = 0.5


def cross_entropy(logits: Tensor, y: Tensor) -> Tensor:
    r"""Mean cross-entropy of softmax, from logits.

    .. math:: L = -\frac{1}{N} \sum_{i=1}^{N} \log p_{i, y_i}, \quad
        \log p_{ik} = z_{ik} - \log \sum_j e^{z_{ij}}

    ``log_softmax`` is one step, by log-sum-exp: a probability that would round to 0 never occurs
    (Goodfellow et al., section 4.1).

    Args:
        logits: Shape ``(N, C)``.
        y: Class indices, shape ``(N,)``.

    Returns:
        0-d, in nats.

    >>> round(cross_entropy(torch.tensor([[2.0, 1.0, 0.1]]), torch.tensor([0])).item(), 4)
    0.417
    >>> cross_entropy(torch.tensor([[0.0, 1e4]]), torch.tensor([0])).item()
    10000.0
    """
    return -_of_label(F.log_softmax(logits, dim=1), y).mean()


def nll_loss(log_probs: Tensor, y: Tensor) -> Tensor:
    r"""Mean negative log-likelihood, from log-probabilities.

    .. math:: L = -\frac{1}{N} \sum_{i=1}^{N} \log p_{i, y_i}

    Args:
        log_probs: Logarithms of probabilities, shape ``(N, C)``; off the true class also ``-inf``.
        y: Class indices, shape ``(N,)``.

    Returns:
        0-d.

    >>> p = torch.tensor([[0.5, 0.5], [0.25, 0.75]])
    >>> round(nll_loss(p.log(), torch.tensor([0, 0])).item(), 4)  # (ln 2 + ln 4) / 2
    1.0397
    """
    return -_of_label(log_probs, y).mean()


def bce_loss(p: Tensor, y: Tensor) -> Tensor:
    r"""Mean binary cross-entropy, from probabilities.

    .. math:: L = -\frac{1}{N} \sum_{i=1}^{N} \left[ y_i \log p_i + (1 - y_i) \log (1 - p_i) \right]

    A probability of 0 counts as ``SMALLEST_PROBABILITY``, so the loss stays finite.

    Args:
        p: Probabilities of class 1, shape ``(N,)`` or ``(N, 1)``.
        y: 0.0 or 1.0, shape ``(N,)`` or ``(N, 1)``.

    Returns:
        0-d.

    >>> round(bce_loss(torch.tensor([0.9, 0.1]), torch.tensor([1.0, 0.0])).item(), 3)
    0.105
    >>> round(bce_loss(torch.tensor([[0.1]]), torch.tensor([1.0])).item(), 3)
    2.303
    """
    p, y = p.reshape(-1), y.reshape(-1)
    return -(y * _log(p) + (1 - y) * _log(1 - p)).mean()


def bce_with_logits(logits: Tensor, y: Tensor) -> Tensor:
    r"""Mean binary cross-entropy of a sigmoid, from logits.

    .. math:: L = \frac{1}{N} \sum_{i=1}^{N} \left[ \log (1 + e^{z_i}) - y_i z_i \right]

    which is :func:`bce_loss` of the sigmoid; softplus, the first term, does not overflow.

    Args:
        logits: Shape ``(N,)`` or ``(N, 1)``.
        y: 0.0 or 1.0, shape ``(N,)`` or ``(N, 1)``.

    Returns:
        0-d.

    >>> round(bce_with_logits(torch.tensor([0.0, 2.0]), torch.tensor([1.0, 1.0])).item(), 4)
    0.41
    >>> bce_with_logits(torch.tensor([1e4]), torch.tensor([0.0])).item()
    10000.0
    """
    return _binary_losses(logits, y).mean()


def hinge_loss(scores: Tensor, y: Tensor) -> Tensor:
    r"""Mean hinge loss.

    .. math:: L = \frac{1}{N} \sum_{i=1}^{N} \max (0, 1 - y_i s_i)

    Args:
        scores: Shape ``(N,)`` or ``(N, 1)``.
        y: -1.0 or +1.0, shape ``(N,)`` or ``(N, 1)``.

    Returns:
        0-d.

    >>> hinge_loss(torch.tensor([2.0, 0.5, -1.0]), torch.tensor([1.0, 1.0, 1.0])).item()
    0.8333333134651184
    """
    return F.relu(1 - y.reshape(-1) * scores.reshape(-1)).mean()


def kl_divergence(p: Tensor, q: Tensor) -> Tensor:
    r"""Kullback-Leibler divergence of q from p, mean over the samples.

    .. math:: \mathrm{KL}(p \,\|\, q) = \frac{1}{N} \sum_{i=1}^{N} \sum_{k=1}^{C} p_{ik} \log
        \frac{p_{ik}}{q_{ik}}

    A class with p = 0 adds 0, whatever its q (Goodfellow et al., section 3.13).

    Args:
        p: Target probabilities, shape ``(N, C)``.
        q: Predicted probabilities, shape ``(N, C)``.

    Returns:
        0-d, never negative.

    >>> p, q = torch.tensor([[0.5, 0.5]]), torch.tensor([[0.9, 0.1]])
    >>> round(kl_divergence(p, q).item(), 4), round(kl_divergence(q, p).item(), 4)
    (0.5108, 0.3681)
    >>> kl_divergence(torch.tensor([[1.0, 0.0]]), torch.tensor([[1.0, 0.0]])).item()
    0.0
    """
    return (p * (_log(p) - _log(q))).sum(dim=1).mean()


def focal_loss(
    logits: Tensor,
    y: Tensor,
    gamma: float = 2.0,
    alpha: float | Sequence[float] | Tensor | None = None,
) -> Tensor:
    r"""Mean focal loss of softmax, from logits.

    .. math:: L = -\frac{1}{N} \sum_{i=1}^{N} \alpha_{y_i} (1 - p_{i, y_i})^{\gamma} \log p_{i, y_i}

    With gamma = 0 and no alpha it is the cross-entropy (Lin et al., section 3). The weights are
    used as they are: the sum is divided by N, not by the sum of weights.

    Args:
        logits: Shape ``(N, C)``.
        y: Class indices, shape ``(N,)``.
        gamma: How strongly easy samples are turned down.
        alpha: A weight for each class; one number is a weight for all classes alike, None is 1.

    Returns:
        0-d.

    >>> logits, y = torch.tensor([[2.0, 1.0, 0.1], [0.5, 2.0, 0.3]]), torch.tensor([0, 0])
    >>> round(focal_loss(logits, y).item(), 4)  # (0.3410² · 0.4170 + 0.8413² · 1.8406) / 2
    0.6756
    >>> focal_loss(logits, y, gamma=0.0) == cross_entropy(logits, y)
    tensor(True)
    >>> round(focal_loss(logits, y, alpha=[0.5, 1.0, 1.0]).item(), 4)
    0.3378
    """
    log_p = _of_label(F.log_softmax(logits, dim=1), y)
    losses = -((1 - log_p.exp()) ** gamma) * log_p
    if alpha is not None:
        weights = torch.as_tensor(alpha, dtype=logits.dtype)
        losses = losses * (weights if weights.ndim == 0 else weights[y])
    return losses.mean()


def binary_focal_loss(
    logits: Tensor, y: Tensor, gamma: float = 2.0, alpha: float | None = None
) -> Tensor:
    r"""Mean focal loss of a sigmoid, from logits.

    .. math:: L = -\frac{1}{N} \sum_{i=1}^{N} \alpha_t (1 - p_t)^{\gamma} \log p_t

    where p_t is the probability of the true class, and alpha_t is alpha for class 1 and 1 - alpha
    for class 0 (Lin et al., equation 5).

    Args:
        logits: Shape ``(N,)`` or ``(N, 1)``.
        y: 0.0 or 1.0, shape ``(N,)`` or ``(N, 1)``.
        gamma: How strongly easy samples are turned down.
        alpha: Weight of class 1; None is no weights.

    Returns:
        0-d.

    >>> logits, y = torch.tensor([0.0, 0.0, 2.0]), torch.tensor([1.0, 0.0, 0.0])
    >>> round(binary_focal_loss(logits, y).item(), 4)  # (2 · 0.25 ln 2 + 0.8808² · 2.1269) / 3
    0.6656
    >>> round(binary_focal_loss(logits, y, alpha=1.0).item(), 4)  # 0.25 ln 2 / 3
    0.0578
    """
    losses = _binary_losses(logits, y)
    y = y.reshape(-1)
    losses = (1 - (-losses).exp()) ** gamma * losses
    if alpha is not None:
        losses = losses * (alpha * y + (1 - alpha) * (1 - y))
    return losses.mean()


def smooth_labels(y: Tensor, num_classes: int, alpha: float) -> Tensor:
    r"""One-hot labels mixed with the uniform distribution.

    .. math:: y'_{ik} = (1 - \alpha) [y_i = k] + \frac{\alpha}{C}

    (Szegedy et al., section 7; the convention of ``torch.nn.CrossEntropyLoss``).

    Args:
        y: Class indices, shape ``(N,)``.
        num_classes: Number of classes C of the problem; a batch may lack some of them.
        alpha: How much of the label goes to all classes alike, in [0, 1].

    Returns:
        Shape ``(N, C)``; every row sums to 1.

    >>> smooth_labels(torch.tensor([0]), 4, 0.1)
    tensor([[0.9250, 0.0250, 0.0250, 0.0250]])
    """
    one_hot = F.one_hot(y, num_classes).to(torch.get_default_dtype())
    return (1 - alpha) * one_hot + alpha / num_classes


def label_smoothing_loss(logits: Tensor, y: Tensor, alpha: float) -> Tensor:
    r"""Mean cross-entropy of softmax against smoothed labels.

    .. math:: L = -\frac{1}{N} \sum_{i=1}^{N} \sum_{k=1}^{C} y'_{ik} \log p_{ik}

    Args:
        logits: Shape ``(N, C)``.
        y: Class indices, shape ``(N,)``.
        alpha: As in :func:`smooth_labels`.

    Returns:
        0-d.

    >>> logits = torch.tensor([[0.0, 0.0, 0.0, 0.0]])
    >>> round(label_smoothing_loss(logits, torch.tensor([0]), 0.1).item(), 4)  # ln 4
    1.3863
    """
    targets = smooth_labels(y, logits.shape[1], alpha)
    return -(targets * F.log_softmax(logits, dim=1)).sum(dim=1).mean()


def weighted_cross_entropy(logits: Tensor, y: Tensor, weights: Sequence[float] | Tensor) -> Tensor:
    r"""Weighted mean of the cross-entropies, each sample with its class's weight.

    .. math:: L = -\frac{\sum_i w_{y_i} \log p_{i, y_i}}{\sum_i w_{y_i}}

    as ``torch.nn.CrossEntropyLoss(weight=...)`` does it.

    Args:
        logits: Shape ``(N, C)``.
        y: Class indices, shape ``(N,)``.
        weights: C positive numbers.

    Returns:
        0-d.

    >>> logits = torch.tensor([[0.0, 0.0], [0.0, 2.0]])
    >>> y = torch.tensor([0, 0])
    >>> round(weighted_cross_entropy(logits, y, [3.0, 1.0]).item(), 4)  # (ln 2 + 2.1269) / 2
    1.41
    """
    w = torch.as_tensor(weights, dtype=logits.dtype)[y]
    return -(w * _of_label(F.log_softmax(logits, dim=1), y)).sum() / w.sum()


def multilabel_loss(logits: Tensor, Y: Tensor) -> Tensor:
    r"""Binary cross-entropy of every label, mean over all N·C of them.

    .. math:: L = \frac{1}{NC} \sum_{i=1}^{N} \sum_{k=1}^{C}
        \left[ \log (1 + e^{z_{ik}}) - Y_{ik} z_{ik} \right]

    Args:
        logits: Shape ``(N, C)``.
        Y: 0.0 or 1.0 for each label, shape ``(N, C)``; a row may hold any number of ones.

    Returns:
        0-d.

    >>> round(multilabel_loss(torch.tensor([[0.0, 2.0]]), torch.tensor([[1.0, 1.0]])).item(), 4)
    0.41
    """
    return _binary_losses(logits, Y).mean()


def predict_multilabel(logits: Tensor, threshold: float = 0.5) -> Tensor:
    r"""The labels whose probability is above the threshold.

    .. math:: \hat{Y}_{ik} = [\sigma(z_{ik}) > t]

    Args:
        logits: Shape ``(N, C)``.
        threshold: Of the probability, in (0, 1).

    Returns:
        Shape ``(N, C)``, integers 0 and 1.

    >>> predict_multilabel(torch.tensor([[2.0, -1.0, 0.3], [3.0, 3.0, 3.0]]))
    tensor([[1, 0, 1],
            [1, 1, 1]])
    >>> predict_multilabel(torch.tensor([[2.0, -1.0, 0.3]]), threshold=0.8)  # p = .88 .27 .57
    tensor([[1, 0, 0]])
    """
    return (torch.sigmoid(logits) > threshold).long()


def choose_loss(y: Tensor) -> Loss:
    r"""A loss for imbalanced labels: cross-entropy weighted by inverse class frequency.

    .. math:: w_k = \frac{N}{C N_k}

    so that all classes together count alike.

    Args:
        y: Training labels, class indices of shape ``(N,)``.

    Returns:
        A function of logits ``(N, C)`` and labels ``(N,)`` whose value is a 0-d tensor.

    >>> loss = choose_loss(torch.tensor([0, 0, 0, 1]))
    >>> logits = torch.tensor([[1.0, 0.0], [1.0, 0.0]])  # the second sample is wrong
    >>> round(loss(logits, torch.tensor([0, 1])).item(), 4)  # weights 2/3 and 2
    1.0633
    """
    counts = torch.bincount(y)
    weights = len(y) / (len(counts) * counts)
    return lambda logits, labels: weighted_cross_entropy(logits, labels, weights)


def train_imbalanced(X: Tensor, y: Tensor, loss: Loss) -> nn.Module:
    r"""Train a linear softmax classifier with the loss that is given, by gradient descent.

    .. math:: z = X W^{\top} + b, \quad
        (W, b) \leftarrow (W, b) - \eta \, \nabla_{W, b} \, L(z, y)

    Args:
        X: Features, about standardised, shape ``(N, D)``.
        y: Class indices, shape ``(N,)``, every class among them.
        loss: A function of logits and labels whose value is a 0-d tensor.

    Returns:
        A model that turns features ``(N, D)`` into logits ``(N, C)``.

    >>> X = torch.tensor([[-2.0], [-1.0], [1.0], [2.0]])
    >>> model = train_imbalanced(X, torch.tensor([1, 1, 0, 0]), cross_entropy)
    >>> model(X).argmax(dim=1)
    tensor([1, 1, 0, 0])
    """
    model = nn.Linear(X.shape[1], int(y.max()) + 1)
    parameters = tuple(model.parameters())
    with torch.no_grad():
        for parameter in parameters:
            parameter.zero_()  # the losses are convex in the weights: any start will do
    for _ in range(100):
        gradients = torch.autograd.grad(loss(model(X), y), parameters)
        with torch.no_grad():
            for parameter, gradient in zip(parameters, gradients, strict=True):
                parameter.sub_(LEARNING_RATE * gradient)
    return model


def _of_label(log_probs: Tensor, y: Tensor) -> Tensor:
    """Each row's entry at its label, shape ``(N,)``."""
    return log_probs.gather(1, y[:, None])[:, 0]


def _binary_losses(logits: Tensor, y: Tensor) -> Tensor:
    """The binary cross-entropy of every element, from logits; flat."""
    z = logits.reshape(-1)
    return F.softplus(z) - y.reshape(-1) * z


def _log(p: Tensor) -> Tensor:
    """The logarithm, finite where p is 0."""
    return torch.log(p.clamp(min=SMALLEST_PROBABILITY))
