"""argmax by argsort, sorted(key=...), heapq and Counter; accuracy by list comparison."""
import heapq
from collections import Counter

import numpy as np


def softmax(z):
    z = np.asarray(z, dtype=float)
    biggest = np.sort(z, axis=-1)[..., -1:]
    e = np.exp(z - biggest)
    return e / np.cumsum(e, axis=-1)[..., -1:]


def log_softmax(z):
    z = np.asarray(z, dtype=float)
    biggest = np.sort(z, axis=-1)[..., -1:]
    return z - biggest - np.log(np.exp(z - biggest).sum(axis=-1, keepdims=True))


def one_hot(y, num_classes):
    return np.stack([np.eye(1, num_classes, k=int(label))[0] for label in y])


def cross_entropy(y_hat, y):
    total = 0.0
    for p, t in zip(np.asarray(y_hat), np.asarray(y)):
        k = int(np.argsort(t)[-1]) if np.ndim(t) == 1 else int(t)
        total += -np.log(max(float(p[k]), 1e-15))
    return total / len(y_hat)


def compute_gradient(X, y, y_hat):
    return np.array([[np.mean(col * e) for e in (np.asarray(y_hat) - np.asarray(y)).T] for col in np.asarray(X).T])


def predict(X, theta):
    return softmax(np.dot(X, theta))


def predict_classes(X, theta):
    return np.argsort(-predict(X, theta), axis=1, kind="stable")[:, 0]


def update_theta(theta, gradient, lr):
    return theta - np.multiply(gradient, lr)


def compute_accuracy(X, y, theta):
    best = [heapq.nlargest(1, range(len(p)), key=p.__getitem__)[0] for p in predict(X, theta)]
    true = [sorted(range(len(t)), key=lambda i: t[i])[-1] for t in y]
    return Counter(a == b for a, b in zip(best, true))[True] / len(true)


def loss_and_gradient(theta, X, y, reg):
    p = predict(X, theta)
    return cross_entropy(p, y) + reg * np.sum(theta ** 2), compute_gradient(
        X, one_hot(y, theta.shape[1]), p
    ) + 2 * reg * theta


class SoftmaxRegression:
    def __init__(self, n_features, n_classes, lr=0.1, reg=0.0, seed=0):
        self.lr = lr
        self.reg = reg
        self.seed = seed
        self.W = np.zeros((n_features, n_classes))
        self.b = np.zeros(n_classes)
        self.history = []

    def forward(self, X):
        return softmax(np.dot(X, self.W) + self.b)

    def compute_loss(self, y_hat, y):
        return cross_entropy(y_hat, y) + self.reg * np.sum(self.W ** 2)

    def backward(self, X, y_hat, y):
        Y = one_hot(y, len(self.b))
        return compute_gradient(X, Y, y_hat) + 2 * self.reg * self.W, (y_hat - Y).mean(0)

    def fit(self, X, y, epochs=100, batch_size=None):
        # xáo trộn bằng cách sắp xếp theo số ngẫu nhiên
        keys = np.random.default_rng(self.seed)
        n = len(X)
        for _ in range(epochs):
            order = np.argsort(keys.random(n))
            losses = []
            for part in np.split(order, np.arange(batch_size or n, n, batch_size or n)):
                p = self.forward(X[part])
                losses.append(self.compute_loss(p, y[part]))
                dW, db = self.backward(X[part], p, y[part])
                self.W = self.W - self.lr * dW
                self.b = self.b - self.lr * db
            self.history.append(np.mean(losses))
        return self

    def predict_proba(self, X):
        return self.forward(X)

    def predict(self, X):
        return np.argsort(self.forward(X), axis=1)[:, -1]
