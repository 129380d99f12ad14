"""Python loops everywhere, no vectorised line; arrays only where the signature says array."""
import math

import numpy as np


def softmax(z):
    z = np.array(z, dtype=float)
    if z.ndim == 1:
        m = z[0]
        for v in z:
            if v > m:
                m = v
        tong = 0.0
        for v in z:
            tong += math.exp(v - m)
        out = np.zeros(len(z))
        for i in range(len(z)):
            out[i] = math.exp(z[i] - m) / tong
        return out
    out = np.zeros(z.shape)
    for i in range(z.shape[0]):
        out[i] = softmax(z[i])
    return out


def log_softmax(z):
    z = np.array(z, dtype=float)
    if z.ndim == 1:
        m = max(z)
        s = 0.0
        for v in z:
            s = s + math.exp(v - m)
        return np.array([v - m - math.log(s) for v in z])
    rows = []
    for row in z:
        rows.append(log_softmax(row))
    return np.array(rows)


def one_hot(y, num_classes):
    out = np.zeros((len(y), num_classes))
    for i in range(len(y)):
        for j in range(num_classes):
            if j == y[i]:
                out[i][j] = 1
    return out


def cross_entropy(y_hat, y):
    n = len(y_hat)
    total = 0.0
    for i in range(n):
        if np.ndim(y[i]) == 0:
            p = y_hat[i][int(y[i])]
            total -= math.log(max(p, 1e-15))
        else:
            for j in range(len(y_hat[i])):
                if y[i][j] != 0:
                    total -= y[i][j] * math.log(max(y_hat[i][j], 1e-15))
    return total / n


def compute_gradient(X, y, y_hat):
    N = len(X)
    D = len(X[0])
    C = len(y_hat[0])
    g = np.zeros((D, C))
    for d in range(D):
        for c in range(C):
            for n in range(N):
                g[d, c] += X[n][d] * (y_hat[n][c] - y[n][c])
            g[d, c] /= N
    return g


def predict(X, theta):
    N, D, C = len(X), len(theta), len(theta[0])
    z = np.zeros((N, C))
    for n in range(N):
        for c in range(C):
            for d in range(D):
                z[n, c] += X[n][d] * theta[d][c]
    return softmax(z)


def predict_classes(X, theta):
    result = []
    for p in predict(X, theta):
        best = 0
        for c in range(1, len(p)):
            if p[c] > p[best]:
                best = c
        result.append(best)
    return np.array(result)


def update_theta(theta, gradient, lr):
    new = np.zeros((len(theta), len(theta[0])))
    for i in range(len(theta)):
        for j in range(len(theta[0])):
            new[i, j] = theta[i][j] - lr * gradient[i][j]
    return new


def compute_accuracy(X, y, theta):
    guess = predict_classes(X, theta)
    right = 0
    for i in range(len(guess)):
        if y[i][guess[i]] == 1:
            right += 1
    return right / len(guess)


def loss_and_gradient(theta, X, y, reg):
    y_hat = predict(X, theta)
    loss = cross_entropy(y_hat, y)
    Y = one_hot(y, len(theta[0]))
    g = compute_gradient(X, Y, y_hat)
    for i in range(len(theta)):
        for j in range(len(theta[0])):
            loss += reg * theta[i][j] ** 2
            g[i, j] += 2 * reg * theta[i][j]
    return loss, g


class SoftmaxRegression:
    def __init__(self, n_features, n_classes, lr=0.1, reg=0.0, seed=0):
        self.lr = lr
        self.reg = reg
        self.seed = seed
        self.n_classes = n_classes
        self.W = np.zeros((n_features, n_classes))
        self.b = np.zeros(n_classes)
        self.history = []

    def forward(self, X):
        z = []
        for x in X:
            row = []
            for c in range(self.n_classes):
                s = self.b[c]
                for d in range(len(x)):
                    s += x[d] * self.W[d][c]
                row.append(s)
            z.append(row)
        return softmax(z)

    def compute_loss(self, y_hat, y):
        loss = cross_entropy(y_hat, y)
        for row in self.W:
            for w in row:
                loss += self.reg * w * w
        return loss

    def backward(self, X, y_hat, y):
        Y = one_hot(y, self.n_classes)
        dW = compute_gradient(X, Y, y_hat)
        for d in range(dW.shape[0]):
            for c in range(dW.shape[1]):
                dW[d, c] += 2 * self.reg * self.W[d][c]
        db = np.zeros(self.n_classes)
        for n in range(len(X)):
            for c in range(self.n_classes):
                db[c] += (y_hat[n][c] - Y[n][c]) / len(X)
        return dW, db

    def fit(self, X, y, epochs=100, batch_size=None):
        N = len(X)
        if batch_size is None:
            batch_size = N
        for epoch in range(epochs):
            total = 0.0
            start = 0
            while start < N:
                xb = X[start:start + batch_size]
                yb = y[start:start + batch_size]
                p = self.forward(xb)
                total += self.compute_loss(p, yb) * len(xb)
                dW, db = self.backward(xb, p, yb)
                for d in range(dW.shape[0]):
                    for c in range(dW.shape[1]):
                        self.W[d][c] -= self.lr * dW[d, c]
                for c in range(self.n_classes):
                    self.b[c] -= self.lr * db[c]
                start += batch_size
            self.history.append(total / N)
        return self

    def predict_proba(self, X):
        return self.forward(X)

    def predict(self, X):
        out = []
        for p in self.forward(X):
            out.append(int(np.argmax(p)))
        return np.array(out)
