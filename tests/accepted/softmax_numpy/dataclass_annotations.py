"""A dataclass under `from __future__ import annotations`: __eq__ is generated, so instances are unhashable."""
from __future__ import annotations

from dataclasses import dataclass, field
from typing import Iterator

import numpy as np
import numpy.typing as npt

Array = npt.NDArray[np.float64]
Labels = npt.NDArray[np.int_]


def softmax(z: Array) -> Array:
    z = np.asarray(z, dtype=np.float64)
    shifted = z - z.max(axis=-1, keepdims=True)
    e = np.exp(shifted)
    return e / e.sum(axis=-1, keepdims=True)


def log_softmax(z: Array) -> Array:
    z = np.asarray(z, dtype=np.float64)
    shifted = z - z.max(axis=-1, keepdims=True)
    return shifted - np.log(np.exp(shifted).sum(axis=-1, keepdims=True))


def one_hot(y: Labels, num_classes: int) -> Array:
    return np.eye(num_classes, dtype=np.float64)[y]


def cross_entropy(y_hat: Array, y: Labels | Array) -> float:
    y = np.asarray(y)
    match y.ndim:
        case 1:
            chosen = y_hat[np.arange(y.shape[0]), y]
        case _:
            chosen = (y_hat * y).sum(axis=1)
    return float(-np.log(np.clip(chosen, 1e-15, 1.0)).mean())


def compute_gradient(X: Array, y: Array, y_hat: Array) -> Array:
    return X.T @ (y_hat - y) / X.shape[0]


def predict(X: Array, theta: Array) -> Array:
    return softmax(X @ theta)


def predict_classes(X: Array, theta: Array) -> Labels:
    return predict(X, theta).argmax(axis=1)


def update_theta(theta: Array, gradient: Array, lr: float) -> Array:
    return theta - lr * gradient


def compute_accuracy(X: Array, y: Array, theta: Array) -> float:
    return float((predict_classes(X, theta) == y.argmax(axis=1)).mean())


def loss_and_gradient(theta: Array, X: Array, y: Labels, reg: float) -> tuple[float, Array]:
    y_hat = predict(X, theta)
    loss = cross_entropy(y_hat, y) + reg * float((theta**2).sum())
    return loss, compute_gradient(X, one_hot(y, theta.shape[1]), y_hat) + 2 * reg * theta


@dataclass
class SoftmaxRegression:
    n_features: int
    n_classes: int
    lr: float = 0.1
    reg: float = 0.0
    seed: int = 0
    W: Array = field(init=False, repr=False)
    b: Array = field(init=False, repr=False)
    history: list[float] = field(default_factory=list, init=False)

    def __post_init__(self) -> None:
        rng = np.random.default_rng(self.seed)
        self.W = rng.normal(0, 0.01, size=(self.n_features, self.n_classes))
        self.b = np.zeros(self.n_classes)

    def forward(self, X: Array) -> Array:
        return softmax(X @ self.W + self.b)

    def compute_loss(self, y_hat: Array, y: Labels) -> float:
        return cross_entropy(y_hat, y) + self.reg * float((self.W**2).sum())

    def backward(self, X: Array, y_hat: Array, y: Labels) -> tuple[Array, Array]:
        delta = (y_hat - one_hot(y, self.n_classes)) / len(X)
        return X.T @ delta + 2 * self.reg * self.W, delta.sum(axis=0)

    def _batches(self, n: int, size: int, rng: np.random.Generator) -> Iterator[Labels]:
        order = rng.permutation(n)
        yield from (order[i : i + size] for i in range(0, n, size))

    def fit(self, X: Array, y: Labels, epochs: int = 100, batch_size: int | None = None) -> SoftmaxRegression:
        rng = np.random.default_rng(self.seed)
        for _ in range(epochs):
            total = 0.0
            for batch in self._batches(len(X), batch_size or len(X), rng):
                y_hat = self.forward(X[batch])
                total += self.compute_loss(y_hat, y[batch]) * len(batch)
                dW, db = self.backward(X[batch], y_hat, y[batch])
                self.W = self.W - self.lr * dW
                self.b = self.b - self.lr * db
            self.history.append(total / len(X))
        return self

    def predict_proba(self, X: Array) -> Array:
        return self.forward(X)

    def predict(self, X: Array) -> Labels:
        return self.forward(X).argmax(axis=1)
