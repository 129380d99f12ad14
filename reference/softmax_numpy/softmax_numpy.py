"""Softmax regression in NumPy: the model solution.

Letters as in the lecture: N samples, D features, C classes (the statement also writes K); z are
the logits, ``y_hat`` the probabilities. Arrays are float64; labels are an index vector of shape
``(N,)`` unless a docstring says one-hot. No function changes its arguments.

Sources: the course's lecture "Softmax Regression" (Module 6, week 2); I. Goodfellow, Y. Bengio,
A. Courville, *Deep Learning* (MIT Press, 2016), sections 4.1 (overflow and underflow) and 6.2.2.3
(softmax units); C. M. Bishop, *Pattern Recognition and Machine Learning* (Springer, 2006),
section 4.3.4 (multiclass logistic regression).
"""

from __future__ import annotations

from typing import TYPE_CHECKING

import numpy as np

if TYPE_CHECKING:
    from collections.abc import Iterator

    import numpy.typing as npt

    Floats = npt.NDArray[np.float64]
    Ints = npt.NDArray[np.int_]

SMALLEST_PROBABILITY = 1e-15
"""What a probability of 0 counts as in a logarithm: small enough to bias no loss, and not 0."""


def softmax(z: Floats) -> Floats:
    r"""Turn logits into probabilities, row by row.

    .. math:: p_{ik} = \frac{e^{z_{ik} - m_i}}{\sum_j e^{z_{ij} - m_i}}, \quad m_i = \max_j z_{ij}

    Subtracting a row's maximum changes nothing mathematically and keeps ``exp`` from overflowing
    (Goodfellow et al., section 4.1).

    Args:
        z: Logits, shape ``(C,)`` or ``(N, C)``.

    Returns:
        Same shape; every row sums to 1.

    >>> softmax(np.array([1.0, 2.0, 3.0])).round(4)
    array([0.09  , 0.2447, 0.6652])
    >>> softmax(np.array([[1000.0, 1000.0], [0.0, np.log(3.0)]]))
    array([[0.5 , 0.5 ],
           [0.25, 0.75]])
    """
    exp = np.exp(z - np.max(z, axis=-1, keepdims=True))
    return exp / exp.sum(axis=-1, keepdims=True)


def log_softmax(z: Floats) -> Floats:
    r"""Logarithm of softmax, by log-sum-exp.

    .. math:: \log p_{ik} = z_{ik} - m_i - \log \sum_j e^{z_{ij} - m_i}, \quad m_i = \max_j z_{ij}

    The sum is at least 1, so its logarithm is finite; a probability that would be rounded to 0 is
    never formed (Goodfellow et al., section 4.1).

    Args:
        z: Logits, shape ``(C,)`` or ``(N, C)``.

    Returns:
        Same shape; nothing is above 0.

    >>> log_softmax(np.array([0.0, 0.0])).round(4)
    array([-0.6931, -0.6931])
    >>> log_softmax(np.array([[0.0, -1000.0]]))
    array([[    0., -1000.]])
    """
    shifted = z - np.max(z, axis=-1, keepdims=True)
    return shifted - np.log(np.exp(shifted).sum(axis=-1, keepdims=True))


def one_hot(y: Ints, num_classes: int) -> Floats:
    r"""Write each label as a row with a single 1.

    .. math:: Y_{ik} = 1 \text{ if } y_i = k, \text{ else } 0

    Args:
        y: Labels in ``0 ... num_classes - 1``, shape ``(N,)``.
        num_classes: Number of classes C of the problem; a batch may lack some of them.

    Returns:
        Shape ``(N, C)``.

    >>> one_hot(np.array([2, 0]), 4)
    array([[0., 0., 1., 0.],
           [1., 0., 0., 0.]])
    """
    return np.eye(num_classes)[y]


def cross_entropy(y_hat: Floats, y: Floats | Ints) -> float:
    r"""Mean cross-entropy of predicted probabilities.

    .. math:: J = -\frac{1}{N} \sum_{i=1}^{N} \sum_{k=1}^{C} y_{ik} \log \hat{y}_{ik}

    A probability of 0 counts as ``SMALLEST_PROBABILITY``, so the loss stays finite.

    Args:
        y_hat: Probabilities, shape ``(N, C)``.
        y: Labels: one-hot of shape ``(N, C)``, or index of shape ``(N,)``.

    Returns:
        The mean over the N samples, in nats.

    >>> round(cross_entropy(np.array([[0.7, 0.2, 0.1]]), np.array([0])), 4)
    0.3567
    >>> round(cross_entropy(np.array([[0.4, 0.15, 0.05, 0.4]]), np.array([[1, 0, 0, 0]])), 3)
    0.916
    """
    targets = one_hot(y, y_hat.shape[1]) if np.ndim(y) == 1 else y
    log_p = np.log(np.maximum(y_hat, SMALLEST_PROBABILITY))
    return float(-(targets * log_p).sum(axis=1).mean())


def compute_gradient(X: Floats, y: Floats, y_hat: Floats) -> Floats:
    r"""Gradient of the mean cross-entropy with respect to theta.

    .. math:: \frac{\partial J}{\partial \theta} = \frac{1}{N} X^\top (\hat{y} - y)

    Softmax and cross-entropy together have the derivative ``y_hat - y`` with respect to the
    logits (Bishop, equation 4.109).

    Args:
        X: Features, shape ``(N, D)``.
        y: One-hot labels, shape ``(N, C)``.
        y_hat: Probabilities, shape ``(N, C)``.

    Returns:
        Shape ``(D, C)``, that of theta.

    >>> compute_gradient(np.array([[1.0, 2.0]]), np.array([[1, 0]]), np.array([[0.75, 0.25]]))
    array([[-0.25,  0.25],
           [-0.5 ,  0.5 ]])
    """
    return X.T @ (y_hat - y) / len(X)


def predict(X: Floats, theta: Floats) -> Floats:
    r"""Probabilities of each class.

    .. math:: \hat{y} = \mathrm{softmax}(X \theta)

    Args:
        X: Features, shape ``(N, D)``; a column of ones makes a row of theta the bias.
        theta: Parameters, shape ``(D, C)``.

    Returns:
        Shape ``(N, C)``; every row sums to 1.

    >>> predict(np.array([[1.0, 0.0]]), np.array([[0.0, np.log(3.0)], [5.0, 5.0]]))
    array([[0.25, 0.75]])
    """
    return softmax(X @ theta)


def predict_classes(X: Floats, theta: Floats) -> Ints:
    r"""The most probable class of each sample.

    .. math:: \hat{c}_i = \arg\max_k \hat{y}_{ik}

    Args:
        X: Features, shape ``(N, D)``.
        theta: Parameters, shape ``(D, C)``.

    Returns:
        Shape ``(N,)``, integers in ``0 ... C - 1``.

    >>> predict_classes(np.array([[1.0, 0.0], [0.0, 1.0]]), np.array([[0.0, 2.0], [3.0, 1.0]]))
    array([1, 0])
    """
    return np.argmax(predict(X, theta), axis=1)


def update_theta(theta: Floats, gradient: Floats, lr: float) -> Floats:
    r"""One step of gradient descent.

    .. math:: \theta \leftarrow \theta - \eta \frac{\partial J}{\partial \theta}

    Args:
        theta: Parameters, shape ``(D, C)``.
        gradient: Same shape.
        lr: Learning rate.

    Returns:
        New parameters, same shape; *theta* itself stays as it is.

    >>> update_theta(np.array([[1.0, 2.0]]), np.array([[10.0, -10.0]]), 0.1)
    array([[0., 3.]])
    """
    return theta - lr * gradient


def compute_accuracy(X: Floats, y: Floats, theta: Floats) -> float:
    r"""Share of samples whose predicted class is the true one.

    .. math:: \frac{1}{N} \sum_{i=1}^{N} [\hat{c}_i = c_i]

    Args:
        X: Features, shape ``(N, D)``.
        y: One-hot labels, shape ``(N, C)``.
        theta: Parameters, shape ``(D, C)``.

    Returns:
        Between 0 and 1.

    >>> compute_accuracy(np.eye(2), np.array([[0, 1], [0, 1]]), np.array([[0.0, 1.0], [1.0, 0.0]]))
    0.5
    """
    return float((predict_classes(X, theta) == np.argmax(y, axis=1)).mean())


def loss_and_gradient(theta: Floats, X: Floats, y: Ints, reg: float) -> tuple[float, Floats]:
    r"""Loss with an L2 term, and its gradient.

    .. math::
        J(\theta) = -\frac{1}{N} \sum_{i=1}^{N} \log \hat{y}_{i y_i} + \lambda \sum \theta^2,
        \quad \frac{\partial J}{\partial \theta}
        = \frac{1}{N} X^\top (\hat{y} - y) + 2 \lambda \theta

    Args:
        theta: Parameters, shape ``(D, C)``.
        X: Features, shape ``(N, D)``.
        y: Labels, shape ``(N,)``.
        reg: Strength of the L2 term, the lambda of the formula.

    Returns:
        The loss, and its gradient of shape ``(D, C)``.

    >>> loss, gradient = loss_and_gradient(np.zeros((1, 2)), np.array([[4.0]]), np.array([1]), 0.5)
    >>> round(loss, 4), gradient
    (0.6931, array([[ 2., -2.]]))
    """
    y_hat = predict(X, theta)
    loss = cross_entropy(y_hat, y) + reg * float((theta**2).sum())
    gradient = compute_gradient(X, one_hot(y, theta.shape[1]), y_hat) + 2 * reg * theta
    return loss, gradient


class SoftmaxRegression:
    r"""Softmax regression trained by gradient descent.

    .. math:: \hat{y} = \mathrm{softmax}(X W + b), \quad
        J = -\frac{1}{N} \sum_{i=1}^{N} \log \hat{y}_{i y_i} + \lambda \sum W^2

    The loss is convex, so training may start at zero; *seed* fixes the order of the mini-batches.

    Attributes:
        W: Weights, shape ``(D, C)``.
        b: Bias, shape ``(C,)``; the L2 term leaves it alone.
        history: The mean training loss of each epoch.

    >>> X = np.array([[-2.0], [-1.0], [1.0], [2.0]])
    >>> model = SoftmaxRegression(n_features=1, n_classes=2).fit(X, np.array([0, 0, 1, 1]))
    >>> model.predict(X)
    array([0, 0, 1, 1])
    >>> len(model.history), model.history[-1] < model.history[0]
    (100, True)
    """

    def __init__(
        self, n_features: int, n_classes: int, lr: float = 0.1, reg: float = 0.0, seed: int = 0
    ) -> None:
        self.W = np.zeros((n_features, n_classes))
        self.b = np.zeros(n_classes)
        self.history: list[float] = []
        self.lr = lr
        self.reg = reg
        self._rng = np.random.default_rng(seed)

    def forward(self, X: Floats) -> Floats:
        """Probabilities of shape ``(N, C)`` for features of shape ``(N, D)``."""
        return softmax(X @ self.W + self.b)

    def compute_loss(self, y_hat: Floats, y: Ints) -> float:
        """Mean cross-entropy of ``(N, C)`` probabilities against ``(N,)`` labels, with L2 term."""
        return cross_entropy(y_hat, y) + self.reg * float((self.W**2).sum())

    def backward(self, X: Floats, y_hat: Floats, y: Ints) -> tuple[Floats, Floats]:
        """Gradient of :meth:`compute_loss`: ``(D, C)`` for the weights, ``(C,)`` for the bias."""
        targets = one_hot(y, self.W.shape[1])
        dW = compute_gradient(X, targets, y_hat) + 2 * self.reg * self.W
        db = (y_hat - targets).mean(axis=0)
        return dW, db

    def fit(
        self, X: Floats, y: Ints, epochs: int = 100, batch_size: int | None = None
    ) -> SoftmaxRegression:
        """Go on training from the present weights, and return the model itself.

        Args:
            X: Features, shape ``(N, D)``.
            y: Labels, shape ``(N,)``.
            epochs: How often every sample is used.
            batch_size: Samples for each step; None is all of them.
        """
        for _ in range(epochs):
            losses = [self._step(X[batch], y[batch]) for batch in self._batches(len(X), batch_size)]
            self.history.append(sum(losses) / len(losses))
        return self

    def predict_proba(self, X: Floats) -> Floats:
        """Probabilities of shape ``(N, C)``, the same as :meth:`forward`."""
        return self.forward(X)

    def predict(self, X: Floats) -> Ints:
        """The most probable class of each sample, shape ``(N,)``."""
        return np.argmax(self.forward(X), axis=1)

    def _batches(self, n_samples: int, batch_size: int | None) -> Iterator[Ints]:
        """The samples' indices in random order, in pieces of *batch_size*; the last may be less."""
        order = self._rng.permutation(n_samples)
        size = batch_size or n_samples
        return (order[start : start + size] for start in range(0, n_samples, size))

    def _step(self, X: Floats, y: Ints) -> float:
        """One step of gradient descent on a batch; returns the loss before it."""
        y_hat = self.forward(X)
        loss = self.compute_loss(y_hat, y)
        dW, db = self.backward(X, y_hat, y)
        self.W = self.W - self.lr * dW
        self.b = self.b - self.lr * db
        return loss
