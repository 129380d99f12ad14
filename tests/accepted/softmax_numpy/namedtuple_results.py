"""backward and loss_and_gradient return named tuples; keyword-friendly helpers; full type hints with Protocol and TypeAlias."""
from collections import namedtuple
from typing import Any, NamedTuple, Optional, Protocol, Sequence, Tuple, TypeAlias, Union

import numpy as np

Matrix: TypeAlias = "np.ndarray[Any, np.dtype[np.float64]]"
Gradients = namedtuple("Gradients", ["dW", "db"])


class LossAndGradient(NamedTuple):
    loss: float
    gradient: Matrix


class Classifier(Protocol):
    def fit(self, X: Matrix, y: Sequence[int]) -> "Classifier": ...


def softmax(z: Union[Matrix, Sequence[float]], axis: int = -1) -> Matrix:
    arr = np.asarray(z, dtype=np.float64)
    e = np.exp(arr - arr.max(axis=axis, keepdims=True))
    return e / e.sum(axis=axis, keepdims=True)


def log_softmax(z: Union[Matrix, Sequence[float]], axis: int = -1) -> Matrix:
    arr = np.asarray(z, dtype=np.float64)
    arr = arr - arr.max(axis=axis, keepdims=True)
    return arr - np.log(np.exp(arr).sum(axis=axis, keepdims=True))


def one_hot(y: Sequence[int], num_classes: Optional[int] = None) -> Matrix:
    y = np.asarray(y)
    k = int(y.max()) + 1 if num_classes is None else num_classes
    return np.eye(k)[y]


def cross_entropy(y_hat: Matrix, y: Union[Matrix, Sequence[int]], eps: float = 1e-12) -> float:
    y = np.asarray(y)
    target = one_hot(y, y_hat.shape[1]) if y.ndim == 1 else y
    return float(-(target * np.log(np.clip(y_hat, eps, 1.0))).sum() / len(target))


def compute_gradient(X: Matrix, y: Matrix, y_hat: Matrix) -> Matrix:
    return X.T @ (y_hat - y) / len(X)


def predict(X: Matrix, theta: Matrix) -> Matrix:
    return softmax(X @ theta)


def predict_classes(X: Matrix, theta: Matrix) -> "np.ndarray[Any, np.dtype[np.intp]]":
    return predict(X, theta).argmax(axis=1)


def update_theta(theta: Matrix, gradient: Matrix, lr: float) -> Matrix:
    return theta - lr * gradient


def compute_accuracy(X: Matrix, y: Matrix, theta: Matrix) -> float:
    return float((predict_classes(X, theta) == y.argmax(axis=1)).mean())


def loss_and_gradient(theta: Matrix, X: Matrix, y: Sequence[int], reg: float) -> LossAndGradient:
    p = predict(X, theta)
    return LossAndGradient(
        loss=cross_entropy(p, y) + reg * float((theta**2).sum()),
        gradient=compute_gradient(X, one_hot(y, theta.shape[1]), p) + 2 * reg * theta,
    )


class SoftmaxRegression:
    W: Matrix
    b: Matrix
    history: "list[float]"

    def __init__(self, n_features: int, n_classes: int, lr: float = 0.1, reg: float = 0.0, seed: int = 0) -> None:
        self.W, self.b, self.history = np.zeros((n_features, n_classes)), np.zeros(n_classes), []
        self.lr, self.reg, self.rng = lr, reg, np.random.default_rng(seed)

    def forward(self, X: Matrix) -> Matrix:
        return softmax(X @ self.W + self.b)

    def compute_loss(self, y_hat: Matrix, y: Sequence[int]) -> float:
        return cross_entropy(y_hat, y) + self.reg * float((self.W**2).sum())

    def backward(self, X: Matrix, y_hat: Matrix, y: Sequence[int]) -> Gradients:
        e = (y_hat - one_hot(y, self.b.size)) / len(X)
        return Gradients(dW=X.T @ e + 2 * self.reg * self.W, db=e.sum(axis=0))

    def fit(
        self, X: Matrix, y: "np.ndarray[Any, Any]", epochs: int = 100, batch_size: Optional[int] = None
    ) -> "SoftmaxRegression":
        for _ in range(epochs):
            losses: "list[float]" = []
            remaining = self.rng.permutation(len(X))
            while remaining.size:
                rows, remaining = np.split(remaining, [batch_size or len(X)])
                p = self.forward(X[rows])
                losses.append(self.compute_loss(p, y[rows]))
                grads = self.backward(X[rows], p, y[rows])
                self.W = self.W - self.lr * grads.dW
                self.b = self.b - self.lr * grads.db
            self.history.append(sum(losses) / len(losses))
        return self

    def predict_proba(self, X: Matrix) -> Matrix:
        return self.forward(X)

    def predict(self, X: Matrix) -> "np.ndarray[Any, np.dtype[np.intp]]":
        return self.forward(X).argmax(axis=1)
