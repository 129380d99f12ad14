"""np.vectorize and functools.partial objects stand where others write def."""
import functools
import math

import numpy as np

softmax = np.vectorize(
    lambda v: np.exp(v - np.max(v)) / np.sum(np.exp(v - np.max(v))), signature="(c)->(c)"
)
log_softmax = np.vectorize(
    lambda v: v - np.max(v) - math.log(np.sum(np.exp(v - np.max(v)))), signature="(c)->(c)"
)
_safe_log = np.vectorize(lambda p: math.log(p) if p > 1e-300 else math.log(1e-300), otypes=[float])
_indicator = np.vectorize(lambda label, c: 1.0 if label == c else 0.0, otypes=[float])


def one_hot(y, num_classes):
    return _indicator(np.array(y)[:, None], np.arange(num_classes)[None, :])


def cross_entropy(y_hat, y):
    y = np.array(y)
    target = one_hot(y, np.shape(y_hat)[1]) if y.ndim == 1 else y
    return -np.sum(target * _safe_log(y_hat)) / len(target)


def _gradient(divide, X, y, y_hat):
    return divide(np.array(X).T @ (np.array(y_hat) - np.array(y)), len(X))


compute_gradient = functools.partial(_gradient, np.true_divide)


def _predict(post, X, theta):
    return post(np.array(X) @ np.array(theta))


predict = functools.partial(_predict, softmax)
predict_classes = functools.partial(_predict, functools.partial(np.argmax, axis=1))
update_theta = np.vectorize(lambda t, g, lr: t - lr * g, otypes=[float])


def compute_accuracy(X, y, theta):
    return np.mean(predict_classes(X, theta) == np.argmax(y, axis=1))


def loss_and_gradient(theta, X, y, reg):
    p = predict(X, theta)
    grad = compute_gradient(X, one_hot(y, theta.shape[1]), p)
    return cross_entropy(p, y) + reg * np.sum(theta ** 2), grad + 2 * reg * theta


class SoftmaxRegression:
    def __init__(self, n_features, n_classes, lr=0.1, reg=0.0, seed=0):
        self.W = np.zeros((n_features, n_classes))
        self.b = np.zeros(n_classes)
        self.lr, self.reg, self.seed = lr, reg, seed
        self.history = []

    def forward(self, X):
        return softmax(np.array(X) @ self.W + self.b)

    def compute_loss(self, y_hat, y):
        return cross_entropy(y_hat, y) + self.reg * np.sum(self.W ** 2)

    def backward(self, X, y_hat, y):
        Y = one_hot(y, self.W.shape[1])
        return compute_gradient(X, Y, y_hat) + 2 * self.reg * self.W, np.mean(y_hat - Y, axis=0)

    def fit(self, X, y, epochs=100, batch_size=None):
        X, y = np.array(X), np.array(y)
        rng = np.random.default_rng(self.seed)
        size = batch_size or len(X)
        for _ in range(epochs):
            losses = []
            for batch in (o := rng.permutation(len(X)), np.split(o, range(size, len(X), size)))[1]:
                y_hat = self.forward(X[batch])
                losses.append(self.compute_loss(y_hat, y[batch]))
                dW, db = self.backward(X[batch], y_hat, y[batch])
                self.W, self.b = update_theta(self.W, dW, self.lr), update_theta(self.b, db, self.lr)
            self.history.append(float(np.mean(losses)))
        return self

    predict_proba = forward

    def predict(self, X):
        return np.argmax(self.predict_proba(X), axis=1)
