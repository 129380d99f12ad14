"""__slots__ without room for other attributes, and a counter of calls at class level."""
import numpy as np


def softmax(z):
    z = np.asarray(z) * 1.0
    z -= np.max(z, axis=-1, keepdims=True)
    p = np.exp(z)
    p /= np.sum(p, axis=-1, keepdims=True)
    return p


def log_softmax(z):
    z = np.asarray(z) * 1.0
    z -= np.max(z, axis=-1, keepdims=True)
    z -= np.log(np.sum(np.exp(z), axis=-1, keepdims=True))
    return z


def one_hot(y, num_classes):
    out = np.zeros((np.size(y), num_classes), dtype=int)
    out[np.arange(np.size(y)), np.ravel(y)] = 1
    return out


def cross_entropy(y_hat, y):
    y = np.asarray(y)
    if y.ndim != 2:
        y = one_hot(y, y_hat.shape[-1])
    logs = np.zeros(y_hat.shape)
    np.log(np.maximum(y_hat, 1e-15), out=logs, where=(y != 0))
    return -(y * logs).sum() / y.shape[0]


def compute_gradient(X, y, y_hat):
    return np.matmul(X.T, np.subtract(y_hat, y)) / X.shape[0]


def predict(X, theta):
    return softmax(np.matmul(X, theta))


def predict_classes(X, theta):
    return np.matmul(X, theta).argmax(axis=1)


def update_theta(theta, gradient, lr):
    return np.subtract(theta, lr * gradient)


def compute_accuracy(X, y, theta):
    return np.count_nonzero(np.argmax(y, 1) == predict_classes(X, theta)) / X.shape[0]


def loss_and_gradient(theta, X, y, reg):
    p = predict(X, theta)
    y = one_hot(y, p.shape[1])
    return cross_entropy(p, y) + reg * np.square(theta).sum(), compute_gradient(X, y, p) + 2 * reg * theta


class SoftmaxRegression:
    __slots__ = ("W", "b", "history", "_lr", "_reg", "_rng")
    calls = 0

    def __init__(self, n_features, n_classes, lr=0.1, reg=0.0, seed=0):
        self._lr, self._reg, self._rng = lr, reg, np.random.default_rng(seed)
        self.W, self.b, self.history = np.zeros((n_features, n_classes)), np.zeros(n_classes), []

    def forward(self, X):
        SoftmaxRegression.calls += 1
        return softmax(np.matmul(X, self.W) + self.b)

    def compute_loss(self, y_hat, y):
        return cross_entropy(y_hat, y) + self._reg * np.square(self.W).sum()

    def backward(self, X, y_hat, y):
        y = one_hot(y, self.b.shape[0])
        return compute_gradient(X, y, y_hat) + 2 * self._reg * self.W, np.subtract(y_hat, y).mean(axis=0)

    def fit(self, X, y, epochs=100, batch_size=None):
        size = X.shape[0] if not batch_size else batch_size
        for _ in range(epochs):
            perm, losses = self._rng.permutation(X.shape[0]), []
            for lo in range(0, X.shape[0], size):
                xb, yb = X[perm[lo:lo + size]], y[perm[lo:lo + size]]
                p = self.forward(xb)
                losses.append(self.compute_loss(p, yb))
                dW, db = self.backward(xb, p, yb)
                self.W, self.b = self.W - self._lr * dW, self.b - self._lr * db
            self.history.append(sum(losses) / len(losses))
        return self

    def predict_proba(self, X):
        return self.forward(X)

    def predict(self, X):
        return self.forward(X).argmax(axis=1)
