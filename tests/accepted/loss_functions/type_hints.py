"""Type hints everywhere, functools.partial, mini-batches with momentum."""
from __future__ import annotations

import math
from functools import partial
from typing import Callable, Optional, Sequence, Union

import torch
import torch.nn.functional as F
from torch import Tensor, nn


def cross_entropy(logits: Tensor, y: Tensor) -> Tensor:
    """Cross-entropy: mean(logsumexp(z) - z_y)."""
    picked = torch.take_along_dim(logits, y.reshape(-1, 1), dim=1).squeeze(1)
    return (torch.logsumexp(logits, dim=1) - picked).mean()


def nll_loss(log_probs: Tensor, y: Tensor) -> Tensor:
    picked = torch.take_along_dim(log_probs, y.reshape(-1, 1), dim=1).squeeze(1)
    return picked.neg().mean()


def bce_loss(p: Tensor, y: Tensor) -> Tensor:
    if p.shape != y.shape:
        p, y = p.flatten(), y.flatten()
    log_p = torch.log(p).clamp(min=-100)
    log_q = torch.log1p(-p).clamp(min=-100)
    return -(y * log_p + (1 - y) * log_q).mean()


def bce_with_logits(logits: Tensor, y: Tensor) -> Tensor:
    if logits.shape != y.shape:
        logits, y = logits.flatten(), y.flatten()
    return torch.mean(torch.logaddexp(logits, torch.zeros_like(logits)) - y * logits)


def hinge_loss(scores: Tensor, y: Tensor) -> Tensor:
    if scores.shape != y.shape:
        scores, y = scores.flatten(), y.flatten()
    return F.relu(1.0 - scores * y).mean()


def kl_divergence(p: Tensor, q: Tensor) -> Tensor:
    tiny = torch.finfo(q.dtype).tiny
    return torch.sum(p * (torch.log(p + tiny) - torch.log(q + tiny)), dim=-1).mean()


def focal_loss(logits: Tensor, y: Tensor, gamma: float = 2.0,
               alpha: Optional[Union[float, Sequence[float], Tensor]] = None) -> Tensor:
    ce = torch.logsumexp(logits, dim=1) - torch.take_along_dim(logits, y[:, None], dim=1)[:, 0]
    modulator = torch.pow(-torch.expm1(-ce), gamma)
    weight = torch.ones_like(ce)
    if alpha is not None:
        weight = torch.as_tensor(alpha, dtype=logits.dtype).expand(logits.shape[1])[y]
    return (weight * modulator * ce).mean()


def binary_focal_loss(logits: Tensor, y: Tensor, gamma: float = 2.0,
                      alpha: Optional[float] = None) -> Tensor:
    z, t = logits.flatten(), y.flatten()
    ce = F.softplus(-z) * t + F.softplus(z) * (1 - t)
    p_t = torch.sigmoid(z) * t + torch.sigmoid(-z) * (1 - t)
    loss = ce * (1 - p_t).pow(gamma)
    if alpha is None:
        return loss.mean()
    alpha_t = alpha * t + (1 - alpha) * (1 - t)
    return (alpha_t * loss).mean()


def smooth_labels(y: Tensor, num_classes: int, alpha: float) -> Tensor:
    off = alpha / num_classes
    on = 1.0 - alpha + off
    return torch.full((y.numel(), num_classes), off).scatter(1, y.view(-1, 1), on)


def label_smoothing_loss(logits: Tensor, y: Tensor, alpha: float) -> Tensor:
    log_p = F.log_softmax(logits, dim=-1)
    return torch.einsum("nc,nc->n", smooth_labels(y, logits.shape[-1], alpha), -log_p).mean()


def weighted_cross_entropy(logits: Tensor, y: Tensor, weights: Union[Sequence[float], Tensor]) -> Tensor:
    w = torch.as_tensor(weights, dtype=logits.dtype)[y]
    ce = F.cross_entropy(logits, y, reduction="none")
    return torch.sum(w * ce) / torch.sum(w)


def multilabel_loss(logits: Tensor, Y: Tensor) -> Tensor:
    return F.multilabel_soft_margin_loss(logits, Y)


def predict_multilabel(logits: Tensor, threshold: float = 0.5) -> Tensor:
    cut = math.log(threshold / (1 - threshold))
    return (logits > cut).to(torch.int64)


def choose_loss(y: Tensor) -> Callable[[Tensor, Tensor], Tensor]:
    # class-balanced weights by the effective number of samples
    counts = torch.bincount(y, minlength=2)
    beta = 0.999
    effective = (1 - torch.pow(torch.tensor(beta), counts)) / (1 - beta)
    weights = 1 / effective
    return partial(weighted_cross_entropy, weights=weights / weights.sum() * 2)


def train_imbalanced(X: Tensor, y: Tensor, loss: Callable[[Tensor, Tensor], Tensor]) -> nn.Module:
    generator = torch.Generator().manual_seed(1)
    model = nn.Linear(X.size(1), int(y.max()) + 1, bias=True)
    nn.init.normal_(model.weight, std=0.01, generator=generator)
    optimiser = torch.optim.SGD(model.parameters(), lr=0.2, momentum=0.9)
    for _epoch in range(40):
        for batch in torch.randperm(len(X), generator=generator).split(128):
            optimiser.zero_grad()
            loss(model(X[batch]), y[batch]).backward()
            optimiser.step()
    return model
