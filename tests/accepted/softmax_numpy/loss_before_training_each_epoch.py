"""history holds the full-data loss at the start of each epoch; the last batch is folded into the others by array_split; Glorot start."""
import numpy as np
from numpy import exp, log, newaxis


def softmax(z):
    z = np.asarray(z)
    if z.ndim == 1:
        return softmax(z[newaxis, :])[0, :]
    z = z - z.max(axis=1)[:, newaxis]
    return exp(z) / exp(z).sum(axis=1)[:, newaxis]


def log_softmax(z):
    z = np.asarray(z)
    if z.ndim == 1:
        return log_softmax(z[newaxis, :])[0, :]
    z = z - z.max(axis=1)[:, newaxis]
    return z - log(exp(z).sum(axis=1))[:, newaxis]


def one_hot(y, num_classes):
    return np.array([np.bincount([k], minlength=num_classes) for k in y])


def cross_entropy(y_hat, y):
    y_hat, y = np.asarray(y_hat), np.asarray(y)
    Y = y if y.shape == y_hat.shape else one_hot(y, y_hat.shape[1])
    return -(Y * log(y_hat.clip(min=1e-15))).sum(axis=1).mean(axis=0)


def compute_gradient(X, y, y_hat):
    n = X.shape[0]
    return (X[:, :, newaxis] * (y_hat - y)[:, newaxis, :]).sum(axis=0) / n


def predict(X, theta):
    return softmax(X @ theta)


def predict_classes(X, theta):
    return (X @ theta).argmax(axis=1)


def update_theta(theta, gradient, lr):
    return theta - lr * gradient


def compute_accuracy(X, y, theta):
    return (y[np.arange(len(y)), predict_classes(X, theta)] == 1).sum() / len(y)


def loss_and_gradient(theta, X, y, reg):
    p = predict(X, theta)
    Y = one_hot(y, theta.shape[1])
    return cross_entropy(p, Y) + reg * np.trace(theta.T @ theta), compute_gradient(X, Y, p) + 2.0 * reg * theta


class SoftmaxRegression:
    def __init__(self, n_features, n_classes, lr=0.1, reg=0.0, seed=0):
        g = np.random.default_rng(seed)
        limit = np.sqrt(6 / (n_features + n_classes))
        self.W = g.uniform(-limit, limit, (n_features, n_classes))
        self.b = np.zeros(n_classes)
        self.lr, self.reg, self.g, self.history = lr, reg, g, []

    def forward(self, X):
        return softmax(X @ self.W + self.b)

    def compute_loss(self, y_hat, y):
        return cross_entropy(y_hat, y) + self.reg * np.trace(self.W.T @ self.W)

    def backward(self, X, y_hat, y):
        Y = one_hot(y, self.W.shape[1])
        return compute_gradient(X, Y, y_hat) + 2.0 * self.reg * self.W, (y_hat - Y).sum(axis=0) / len(Y)

    def fit(self, X, y, epochs=100, batch_size=None):
        n_batches = 1 if not batch_size else max(1, -(-len(X) // batch_size))
        for _ in range(epochs):
            self.history.append(self.compute_loss(self.forward(X), y))
            for part in np.array_split(self.g.permutation(len(X)), n_batches):
                dW, db = self.backward(X[part], self.forward(X[part]), y[part])
                self.W = self.W - self.lr * dW
                self.b = self.b - self.lr * db
        return self

    def predict_proba(self, X):
        return self.forward(X)

    def predict(self, X):
        return self.forward(X).argmax(axis=1)
