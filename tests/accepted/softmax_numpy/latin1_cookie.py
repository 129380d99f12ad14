# -*- coding: latin-1 -*-
# Saved by an old editor in Latin-1, with the cookie that says so: café, dérivée.
import numpy as np


def softmax(z):
    "Fonction softmax numériquement stable"
    z = np.asarray(z, dtype=float)
    e = np.exp(z - np.max(z, -1, keepdims=True))
    return e / np.sum(e, -1, keepdims=True)


def log_softmax(z):
    z = np.asarray(z, dtype=float)
    d = z - np.max(z, -1, keepdims=True)
    return d - np.log(np.sum(np.exp(d), -1, keepdims=True))


def one_hot(y, num_classes):
    t = np.zeros((len(y), num_classes))
    t[np.arange(len(y)), y] = 1
    return t


def cross_entropy(y_hat, y):
    y = np.asarray(y)
    t = y if y.ndim == 2 else one_hot(y, y_hat.shape[1])
    return -np.sum(t * np.log(y_hat + 1e-12)) / len(t)


def compute_gradient(X, y, y_hat):
    return X.T @ (y_hat - y) / len(X)


def predict(X, theta):
    return softmax(X @ theta)


def predict_classes(X, theta):
    return np.argmax(predict(X, theta), 1)


def update_theta(theta, gradient, lr):
    return theta - lr * gradient


def compute_accuracy(X, y, theta):
    return np.mean(predict_classes(X, theta) == np.argmax(y, 1))


def loss_and_gradient(theta, X, y, reg):
    p = predict(X, theta)
    t = one_hot(y, theta.shape[1])
    return cross_entropy(p, t) + reg * np.sum(theta ** 2), compute_gradient(X, t, p) + 2 * reg * theta


class SoftmaxRegression:
    def __init__(self, n_features, n_classes, lr=0.1, reg=0.0, seed=0):
        self.W = np.zeros((n_features, n_classes))
        self.b = np.zeros(n_classes)
        self.lr, self.reg, self.seed, self.history = lr, reg, seed, []
        self.nom = "régression"

    def forward(self, X):
        return softmax(X @ self.W + self.b)

    def compute_loss(self, y_hat, y):
        return cross_entropy(y_hat, y) + self.reg * np.sum(self.W ** 2)

    def backward(self, X, y_hat, y):
        d = (y_hat - one_hot(y, len(self.b))) / len(X)
        return X.T @ d + 2 * self.reg * self.W, d.sum(0)

    def fit(self, X, y, epochs=100, batch_size=None):
        # pas de mélange: les lots dans l'ordre, le dernier plus court
        k = batch_size or len(X)
        for _ in range(epochs):
            total = 0
            for s in range(0, len(X), k):
                p = self.forward(X[s:s + k])
                total += self.compute_loss(p, y[s:s + k]) * len(p)
                dW, db = self.backward(X[s:s + k], p, y[s:s + k])
                self.W = self.W - self.lr * dW
                self.b = self.b - self.lr * db
            self.history.append(total / len(X))
        return self

    def predict_proba(self, X):
        return self.forward(X)

    def predict(self, X):
        return np.argmax(self.forward(X), 1)
