"""Works on lists and returns plain lists and tuples of floats; NumPy only inside the class."""
import math
import random

import numpy as np


def _dot(u, v):
    return math.fsum(a * b for a, b in zip(u, v))


def _rows(z):
    return hasattr(z[0], "__len__")


def softmax(z):
    if _rows(z):
        return [softmax(r) for r in z]
    top = max(z)
    e = [math.exp(v - top) for v in z]
    s = math.fsum(e)
    return [v / s for v in e]


def log_softmax(z):
    if _rows(z):
        return [log_softmax(r) for r in z]
    top = max(z)
    s = math.log(math.fsum(math.exp(v - top) for v in z))
    return [float(v - top - s) for v in z]


def one_hot(y, num_classes):
    return [[1.0 if c == int(label) else 0.0 for c in range(num_classes)] for label in y]


def cross_entropy(y_hat, y):
    labels = [list(t).index(max(t)) if hasattr(t, "__len__") else int(t) for t in y]
    return -math.fsum(math.log(max(float(p[k]), 1e-12)) for p, k in zip(y_hat, labels)) / len(labels)


def compute_gradient(X, y, y_hat):
    n = len(X)
    diff = [[p - t for p, t in zip(ph, th)] for ph, th in zip(y_hat, y)]
    return [[_dot(xcol, dcol) / n for dcol in zip(*diff)] for xcol in zip(*X)]


def predict(X, theta):
    cols = list(zip(*theta))
    return softmax([[_dot(x, c) for c in cols] for x in X])


def predict_classes(X, theta):
    return [p.index(max(p)) for p in predict(X, theta)]


def update_theta(theta, gradient, lr):
    return [[t - lr * g for t, g in zip(tr, gr)] for tr, gr in zip(theta, gradient)]


def compute_accuracy(X, y, theta):
    truth = [list(t).index(max(t)) for t in y]
    guess = predict_classes(X, theta)
    return sum(a == b for a, b in zip(truth, guess)) / len(truth)


def loss_and_gradient(theta, X, y, reg):
    p = predict(X, theta)
    labels = [list(t).index(max(t)) if hasattr(t, "__len__") else int(t) for t in y]
    loss = cross_entropy(p, labels) + reg * math.fsum(float(t) ** 2 for row in theta for t in row)
    g = compute_gradient(X, one_hot(labels, len(theta[0])), p)
    g = [[a + 2 * reg * t for a, t in zip(ga, ta)] for ga, ta in zip(g, theta)]
    return loss, g


class SoftmaxRegression:
    def __init__(self, n_features, n_classes, lr=0.1, reg=0.0, seed=0):
        self.lr, self.reg, self.seed = lr, reg, seed
        r = random.Random(seed)
        self.W = np.array([[r.gauss(0, 0.01) for _ in range(n_classes)] for _ in range(n_features)])
        self.b = np.array([0.0] * n_classes)
        self.history = []

    def forward(self, X):
        cols = list(zip(*self.W))
        return softmax([[_dot(x, c) + b for c, b in zip(cols, self.b)] for x in X])

    def compute_loss(self, y_hat, y):
        return cross_entropy(y_hat, y) + self.reg * float(np.sum(np.square(self.W)))

    def backward(self, X, y_hat, y):
        n = len(X)
        Y = one_hot(y, len(self.b))
        dW = compute_gradient(X, Y, y_hat)
        dW = [[g + 2 * self.reg * w for g, w in zip(gr, wr)] for gr, wr in zip(dW, self.W)]
        db = [sum(p[c] - t[c] for p, t in zip(y_hat, Y)) / n for c in range(len(self.b))]
        return [dW, db]

    def fit(self, X, y, epochs=100, batch_size=None):
        X = [list(map(float, x)) for x in X]
        y = [int(v) for v in y]
        order = list(range(len(X)))
        shuffler = random.Random(self.seed + 1)
        size = batch_size or len(X)
        for _ in range(epochs):
            if batch_size:
                shuffler.shuffle(order)
            losses = []
            for i in range(0, len(order), size):
                pick = order[i:i + size]
                xb, yb = [X[k] for k in pick], [y[k] for k in pick]
                p = self.forward(xb)
                losses.append(self.compute_loss(p, yb))
                dW, db = self.backward(xb, p, yb)
                self.W = np.array(update_theta(self.W, dW, self.lr))
                self.b = np.array([b - self.lr * g for b, g in zip(self.b, db)])
            self.history.append(sum(losses) / len(losses))
        return self

    def predict_proba(self, X):
        return self.forward(X)

    def predict(self, X):
        return [p.index(max(p)) for p in self.forward(X)]
