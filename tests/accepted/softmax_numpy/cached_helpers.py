"""functools.lru_cache and cached_property on harmless helpers (identity matrices, batch bounds, constants)."""
from functools import cached_property, lru_cache, reduce

import numpy as np


@lru_cache(maxsize=None)
def _identity(k):
    eye = np.eye(k)
    eye.setflags(write=False)
    return eye


@lru_cache
def _log_floor():
    return float(np.log(np.finfo(np.float64).tiny))


@lru_cache(maxsize=32)
def _bounds(n, size):
    return tuple((a, min(a + size, n)) for a in range(0, n, size))


def softmax(z):
    z = np.asarray(z, dtype=float)
    exp = np.exp(z - z.max(axis=-1, keepdims=True))
    return exp / exp.sum(axis=-1, keepdims=True)


def log_softmax(z):
    z = np.asarray(z, dtype=float)
    z = z - z.max(axis=-1, keepdims=True)
    return z - np.log(np.exp(z).sum(axis=-1, keepdims=True))


def one_hot(y, num_classes):
    return _identity(int(num_classes))[np.asarray(y)]


def cross_entropy(y_hat, y):
    y = np.asarray(y)
    Y = one_hot(y, np.shape(y_hat)[1]) if y.ndim == 1 else y
    with np.errstate(divide="ignore"):
        logs = np.maximum(np.log(y_hat), _log_floor())
    return -(Y * logs).sum() / len(Y)


def compute_gradient(X, y, y_hat):
    return reduce(np.add, (np.outer(x, d) for x, d in zip(X, y_hat - y))) / len(X)


def predict(X, theta):
    return softmax(X.dot(theta))


def predict_classes(X, theta):
    return predict(X, theta).argmax(axis=1)


def update_theta(theta, gradient, lr):
    return theta - lr * gradient


def compute_accuracy(X, y, theta):
    return (predict_classes(X, theta) == y.argmax(axis=1)).mean().item()


def loss_and_gradient(theta, X, y, reg):
    p = predict(X, theta)
    g = compute_gradient(X, one_hot(y, theta.shape[1]), p)
    return cross_entropy(p, y) + reg * (theta ** 2).sum(), g + 2 * reg * theta


class SoftmaxRegression:
    def __init__(self, n_features, n_classes, lr=0.1, reg=0.0, seed=0):
        self.n_classes, self.lr, self.reg, self.seed = n_classes, lr, reg, seed
        self.W = np.zeros((n_features, n_classes))
        self.b = np.zeros(n_classes)
        self.history = []

    @cached_property
    def _rng(self):
        return np.random.default_rng(self.seed)

    def forward(self, X):
        return softmax(X.dot(self.W) + self.b)

    def compute_loss(self, y_hat, y):
        return float(cross_entropy(y_hat, y) + self.reg * (self.W ** 2).sum())

    def backward(self, X, y_hat, y):
        Y = one_hot(y, self.n_classes)
        return compute_gradient(X, Y, y_hat) + 2 * self.reg * self.W, (y_hat - Y).mean(axis=0)

    def fit(self, X, y, epochs=100, batch_size=None):
        n = len(X)
        for _ in range(epochs):
            order = self._rng.permutation(n)
            losses = []
            for a, b in _bounds(n, batch_size or n):
                rows = order[a:b]
                p = self.forward(X[rows])
                losses.append(self.compute_loss(p, y[rows]))
                dW, db = self.backward(X[rows], p, y[rows])
                self.W = update_theta(self.W, dW, self.lr)
                self.b = update_theta(self.b, db, self.lr)
            self.history.append(sum(losses) / len(losses))
        return self

    def predict_proba(self, X):
        return self.forward(X)

    def predict(self, X):
        return self.forward(X).argmax(axis=1)
