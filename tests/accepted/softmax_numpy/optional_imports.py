"""try/except ImportError around scipy, numba, cupy, tqdm and matplotlib, each with a fallback that must be taken."""
import importlib.util

import numpy as np

try:
    from scipy.special import logsumexp, softmax as _scipy_softmax

    HAS_SCIPY = True
except ImportError:
    HAS_SCIPY = False

    def logsumexp(a, axis=None, keepdims=False):
        top = np.max(a, axis=axis, keepdims=True)
        out = top + np.log(np.sum(np.exp(a - top), axis=axis, keepdims=True))
        return out if keepdims else np.squeeze(out, axis=axis)

try:
    from numba import njit
except ModuleNotFoundError:
    def njit(f=None, **_):
        return f if f is not None else (lambda g: g)

try:
    import cupy as xp
    xp.zeros(1)
except Exception:
    xp = np

try:
    from tqdm.auto import tqdm
except ImportError:
    tqdm = lambda it, **kw: it

try:
    import matplotlib.pyplot as plt
except ImportError:
    plt = None

USE_SKLEARN = importlib.util.find_spec("sklearn") is not None and False


def softmax(z):
    z = np.asarray(z, dtype=float)
    if HAS_SCIPY:
        return _scipy_softmax(z, axis=-1)
    return np.exp(log_softmax(z))


def log_softmax(z):
    z = np.asarray(z, dtype=float)
    return z - logsumexp(z, axis=-1, keepdims=True)


@njit(cache=False)
def _fill(out, y):
    for i in range(len(y)):
        out[i, y[i]] = 1.0
    return out


def one_hot(y, num_classes):
    return _fill(xp.zeros((len(y), num_classes)), np.asarray(y))


def cross_entropy(y_hat, y):
    y = np.asarray(y)
    Y = y if y.ndim == 2 else one_hot(y, y_hat.shape[1])
    return float(-xp.sum(Y * xp.log(xp.clip(y_hat, 1e-15, 1))) / Y.shape[0])


@njit
def compute_gradient(X, y, y_hat):
    return X.T @ (y_hat - y) / X.shape[0]


def predict(X, theta):
    return softmax(X @ theta)


def predict_classes(X, theta):
    return np.argmax(predict(X, theta), axis=1)


def update_theta(theta, gradient, lr):
    return theta - lr * gradient


def compute_accuracy(X, y, theta):
    return float(np.mean(predict_classes(X, theta) == np.argmax(y, axis=1)))


def loss_and_gradient(theta, X, y, reg):
    p = predict(X, theta)
    g = compute_gradient(X, one_hot(y, theta.shape[1]), p)
    return cross_entropy(p, y) + reg * float(np.sum(theta ** 2)), g + 2 * reg * theta


class SoftmaxRegression:
    def __init__(self, n_features, n_classes, lr=0.1, reg=0.0, seed=0):
        self.rng = np.random.default_rng(seed)
        self.W = self.rng.normal(0, 0.01, (n_features, n_classes))
        self.b = xp.zeros(n_classes)
        self.lr, self.reg = lr, reg
        self.history = []

    def forward(self, X):
        return softmax(X @ self.W + self.b)

    def compute_loss(self, y_hat, y):
        return cross_entropy(y_hat, y) + self.reg * float(np.sum(self.W ** 2))

    def backward(self, X, y_hat, y):
        Y = one_hot(y, self.b.size)
        return compute_gradient(X, Y, y_hat) + 2 * self.reg * self.W, (y_hat - Y).mean(axis=0)

    def fit(self, X, y, epochs=100, batch_size=None):
        n = len(X)
        for _ in tqdm(range(epochs), desc="epoch", leave=False):
            order = self.rng.permutation(n)
            losses = []
            for s in range(0, n, batch_size or n):
                i = order[s:s + (batch_size or n)]
                p = self.forward(X[i])
                losses.append(self.compute_loss(p, y[i]))
                dW, db = self.backward(X[i], p, y[i])
                self.W, self.b = self.W - self.lr * dW, self.b - self.lr * db
            self.history.append(float(np.mean(losses)))
        return self

    def predict_proba(self, X):
        return self.forward(X)

    def predict(self, X):
        return np.argmax(self.forward(X), axis=1)


if plt is not None:
    plt.plot([1, 2, 3])
print("scipy:", HAS_SCIPY, "| cupy:", xp is not np)
