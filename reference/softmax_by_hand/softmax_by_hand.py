r"""Softmax by hand: the chain of calculations, one function for each number that is asked for.

``draw`` draws the numbers of one student. Every other public function is a step: its parameters
are drawn numbers or earlier steps, by name, so that a step says exactly what it follows from.

Letters as in the lecture: D features, C classes, N samples; x (D,), W (D, C), b (C,),
z = W^T x + b.

Sources: the course's lecture "Softmax Regression" (Module 6, week 2); I. Goodfellow, Y. Bengio,
A. Courville, *Deep Learning* (MIT Press, 2016), sections 3.13 (Kullback-Leibler divergence), 4.1
(overflow), 6.2.2.3 (softmax) and 7.5.1 (label smoothing); C. M. Bishop, *Pattern Recognition and
Machine Learning* (Springer, 2006), sections 4.3.4 and 7.1.2 (hinge).

>>> softmax_z(exps([-2.0, -1.0, 0.0]), exp_sum(exps([-2.0, -1.0, 0.0]))).round(4)
array([0.09  , 0.2447, 0.6652])
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

import numpy as np

if TYPE_CHECKING:
    import numpy.typing as npt

    Floats = npt.NDArray[np.float64]
    Ints = npt.NDArray[np.int_]


@dataclass(frozen=True, slots=True, kw_only=True)
class Problem:
    """One student's numbers."""

    z: Floats
    """Logits of questions 1 and 2, shape ``(4,)``."""
    T: float
    """Temperature."""
    x: Floats
    """One sample, shape ``(2,)``."""
    W: Floats
    """Shape ``(2, 3)``."""
    b: Floats
    """Shape ``(3,)``."""
    y: int
    """The sample's class, 0 to 2."""
    lr: float
    """Learning rate."""
    batch_p: Floats
    """Predicted probabilities of a batch, shape ``(5, 3)``; rows sum to 1."""
    batch_y: Ints
    """Its labels, shape ``(5,)``."""
    bce_p: Floats
    """Predicted probabilities of the positive class, shape ``(4,)``."""
    bce_y: Ints
    """0 or 1, shape ``(4,)``."""
    scores: Floats
    """Shape ``(4,)``."""
    signs: Ints
    """-1 or +1, shape ``(4,)``."""
    smooth_classes: int
    smooth_y: int
    alpha: float
    P: Floats
    """A distribution, shape ``(3,)``."""
    Q: Floats
    """Another one."""


def draw(rng: np.random.Generator) -> Problem:
    """Numbers for one student, short enough for paper, without ties and near-ties."""
    x, W, b, y, lr = _sample(rng)
    batch_p, batch_y = _batch(rng)
    P, Q = _distributions(rng)
    signs = rng.permutation([1, 1, -1, -1])
    margins = rng.permutation([-0.6, 0.4, 1.5, 0.7]) + rng.integers(-2, 3, size=4) / 10
    smooth_classes = int(rng.integers(4, 6))
    return Problem(
        z=_logits(rng),
        T=float(rng.choice([0.5, 2.0, 2.5, 4.0, 5.0])),
        x=x,
        W=W,
        b=b,
        y=y,
        lr=lr,
        batch_p=batch_p,
        batch_y=batch_y,
        bce_p=rng.permutation(np.array([15, 35, 60, 85]) + rng.integers(-8, 9, size=4)) / 100,
        bce_y=rng.permutation([1, 1, 0, 0]),
        scores=np.round(margins * signs, 1),
        signs=signs,
        smooth_classes=smooth_classes,
        smooth_y=int(rng.integers(smooth_classes)),
        alpha=float(rng.choice([0.1, 0.2, 0.3])),
        P=P,
        Q=Q,
    )


def _logits(rng: np.random.Generator) -> Floats:
    """Four logits whose sums give wrong probabilities away."""
    while True:
        z = rng.choice(np.arange(-15, 31), size=4, replace=False) / 10
        if 0.4 < z.max() < z.min() + 4 and z.all() and _gives_away(z):
            return z


def _gives_away(z: Floats) -> bool:
    """Neither the logits nor their sigmoids look like probabilities; their sum divides."""
    return abs(z.sum()) > 0.3 and abs(z.sum() - 1) > 0.2 and abs(_sigmoid(z).sum() - 1) > 0.2


def _sample(rng: np.random.Generator) -> tuple[Floats, Floats, Floats, int, float]:
    """x, W, b, y and lr: nothing nearly certain or nearly equal, before and after the step."""
    while True:
        # One of some hundred samples will do, and a hundred cost little more than one.
        xs = rng.choice([-1, 1], size=(100, 2)) * rng.integers(5, 21, size=(100, 2)) / 10
        Ws = rng.integers(-12, 13, size=(100, 2, 3)) / 10
        bs = rng.integers(-9, 10, size=(100, 3)) / 10
        ys = rng.integers(1, 3, size=100)
        zs = np.einsum("ndc,nd->nc", Ws, xs) + bs
        own = zs[np.arange(100), ys]
        # Of logits that are taken for probabilities the logarithm exists as well.
        can = (own > 0.1) & (own < np.minimum(0.95, zs.sum(axis=1) - 0.1))
        for n in np.flatnonzero(can & (np.abs(zs).min(axis=1) > 0.05)):
            x, W, b, z, y = xs[n], Ws[n], bs[n], zs[n], int(ys[n])
            lr = float(rng.choice([0.4, 0.5, 0.6, 0.8]))
            before = _softmax(z)
            after = _softmax(z - lr * dz(before, y) * (x @ x + 1))
            if (
                b.all()
                and W.all()
                and _gives_away(z)
                and min(abs(x.sum()), abs(x.sum() - 1)) > 0.2
                and all(0.1 < p_[y] < 0.7 and p_.min() > 0.05 for p_ in (before, after))
                and all(abs(p_[y] - p_[y - 1]) > 0.12 for p_ in (before, after))
            ):
                return x, W, b, y, lr


def _batch(rng: np.random.Generator) -> tuple[Floats, Ints]:
    """Probabilities and labels of five samples, of which two to four are predicted rightly."""
    while True:
        p_ = np.array([_distribution(rng, 3) for _ in range(5)])
        y_ = rng.permutation([0, 1, 2, *rng.integers(3, size=2)])
        if 2 <= (p_.argmax(axis=1) == y_).sum() <= 4:
            return p_, y_


def _distributions(rng: np.random.Generator) -> tuple[Floats, Floats]:
    """Two distributions that are far enough from each other to tell which comes first."""
    while True:
        P, Q = _distribution(rng, 3), _distribution(rng, 3)
        if kl(kl_terms(P, Q)) > 0.1:
            return P, Q


def _distribution(rng: np.random.Generator, size: int) -> Floats:
    """Probabilities in hundredths, pairwise different, none below 0.05."""
    while True:
        cuts = np.sort(rng.choice(np.arange(5, 96), size=size - 1, replace=False))
        parts = np.diff([0, *cuts, 100])
        if parts.min() >= 5 and len(set(parts)) == size:
            return np.asarray(parts / 100)


def _sigmoid(z: Floats) -> Floats:
    return np.asarray(1 / (1 + np.exp(-z)))


# ------------------------------------------------------------------ 1 and 2: softmax of a vector


def max_z(z: Floats) -> float:
    """Largest logit."""
    return float(np.max(z))


def shifted(z: Floats, max_z: float) -> Floats:
    r"""Logits after the stable shift, :math:`z_i - \max_j z_j`.

    >>> shifted(np.array([1.0, 2.0, 3.0]), 3.0)
    array([-2., -1.,  0.])
    """
    return z - max_z


def exps(shifted: Floats) -> Floats:
    """Exponentials of the shifted logits."""
    return np.exp(shifted)


def exp_sum(exps: Floats) -> float:
    """Sum of the exponentials."""
    return np.sum(exps)


def softmax_z(exps: Floats, exp_sum: float) -> Floats:
    """Softmax of z."""
    return exps / exp_sum


def scaled(z: Floats, T: float) -> Floats:
    """Logits divided by the temperature."""
    return z / T


def softmax_T(scaled: Floats) -> Floats:
    """Softmax with temperature.

    >>> softmax_T(np.array([2.0, 1.0, 0.1]) / 2).round(4)
    array([0.5017, 0.3043, 0.194 ])
    """
    return _softmax(scaled)


def _softmax(z: Floats) -> Floats:
    e = np.exp(z)
    return e / e.sum()


# ------------------------------------------------------------------ 3: forward pass


def logits(W: Floats, x: Floats, b: Floats) -> Floats:
    r""":math:`z = W^\top x + b`, shape ``(C,)``."""
    return W.T @ x + b


def logits_exp(logits: Floats) -> Floats:
    """Exponentials of the logits, not shifted."""
    return np.exp(logits)


def logits_sum(logits_exp: Floats) -> float:
    """Sum of the exponentials."""
    return np.sum(logits_exp)


def p(logits_exp: Floats, logits_sum: float) -> Floats:
    """Predicted probabilities of the sample."""
    return logits_exp / logits_sum


# ------------------------------------------------------------------ 4: cross-entropy


def loss(p: Floats, y: int) -> float:
    r"""Cross-entropy of the sample, :math:`-\ln p_y`.

    >>> round(float(loss(np.array([0.7, 0.2, 0.1]), 0)), 4)
    0.3567
    """
    return -np.log(p[y])


def batch_losses(batch_p: Floats, batch_y: Ints) -> Floats:
    """Cross-entropy of each sample of the batch."""
    return -np.log(batch_p[np.arange(len(batch_y)), batch_y])


def batch_loss(batch_losses: Floats) -> float:
    """Mean over the batch."""
    return np.sum(batch_losses) / len(batch_losses)


# ------------------------------------------------------------------ 5: gradients


def dz(p: Floats, y: int) -> Floats:
    """Gradient by the logits: p minus the one-hot label."""
    return p - np.eye(len(p))[y]


def dW(x: Floats, dz: Floats) -> Floats:
    r""":math:`x (p - y)^\top`, shape ``(D, C)``."""
    return np.outer(x, dz)


def db(dz: Floats) -> Floats:
    """Equal to dz."""
    return dz


# ------------------------------------------------------------------ 6: one step


def W_new(W: Floats, dW: Floats, lr: float) -> Floats:
    """Weights after one step of gradient descent."""
    return W - lr * dW


def b_new(b: Floats, db: Floats, lr: float) -> Floats:
    """Bias after the step."""
    return b - lr * db


def new_logits(W_new: Floats, x: Floats, b_new: Floats) -> Floats:
    """Logits of the same sample after the step."""
    return W_new.T @ x + b_new


def new_p(new_logits: Floats) -> Floats:
    """Its probabilities after the step."""
    return _softmax(new_logits)


def new_loss(new_p: Floats, y: int) -> float:
    """Its cross-entropy after the step."""
    return -np.log(new_p[y])


# ------------------------------------------------------------------ 7: classes and accuracy


def classes(batch_p: Floats) -> Ints:
    """Most likely class of each sample of the batch."""
    return np.argmax(batch_p, axis=1)


def accuracy(classes: Ints, batch_y: Ints) -> float:
    """Share of the samples whose class is right.

    >>> accuracy(np.array([0, 1, 3, 2, 0, 2, 1, 2]), np.array([0, 0, 3, 2, 1, 2, 2, 1]))
    0.5
    """
    return float(np.mean(classes == batch_y))


# ------------------------------------------------------------------ 8 to 11: other losses


def bce_terms(bce_p: Floats, bce_y: Ints) -> Floats:
    r""":math:`-y \ln p - (1 - y) \ln (1 - p)` of each sample.

    >>> bce_terms(np.array([0.9, 0.55, 0.1]), np.array([1, 1, 1])).round(3)
    array([0.105, 0.598, 2.303])
    """
    return -(bce_y * np.log(bce_p) + (1 - bce_y) * np.log(1 - bce_p))


def bce(bce_terms: Floats) -> float:
    """Mean binary cross-entropy."""
    return np.sum(bce_terms) / len(bce_terms)


def hinge_terms(scores: Floats, signs: Ints) -> Floats:
    r""":math:`\max(0, 1 - y s)` of each sample.

    >>> hinge_terms(np.array([0.5, 2.0, -1.0]), np.array([1, 1, 1]))
    array([0.5, 0. , 2. ])
    """
    return np.maximum(0, 1 - signs * scores)


def hinge(hinge_terms: Floats) -> float:
    """Mean hinge loss."""
    return np.sum(hinge_terms) / len(hinge_terms)


def smooth_target(smooth_classes: int, smooth_y: int, alpha: float) -> Floats:
    r""":math:`(1 - \alpha) y + \alpha / C`.

    >>> smooth_target(4, 0, 0.1)
    array([0.925, 0.025, 0.025, 0.025])
    """
    return (1 - alpha) * np.eye(smooth_classes)[smooth_y] + alpha / smooth_classes


def kl_terms(P: Floats, Q: Floats) -> Floats:
    r""":math:`P_i \ln (P_i / Q_i)` of each outcome."""
    return P * np.log(P / Q)


def kl(kl_terms: Floats) -> float:
    """Kullback-Leibler divergence KL(P || Q)."""
    return np.sum(kl_terms)
