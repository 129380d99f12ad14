"""Prints three megabytes while loading, a line in every call, warnings and text on stderr, and seeds the global generators."""
import random
import sys
import warnings

import numpy as np

random.seed(1)
np.random.seed(1)
warnings.simplefilter("always")
print("=" * 1000, *range(400_000))
sys.stdout.write("không xuống dòng cuối")
sys.stderr.write("Ran 30 tests in 0.1s\nOK\n")


def log(*args):
    print("[DEBUG]", *args)
    sys.stdout.flush()


def softmax(z):
    log("softmax", np.shape(z))
    warnings.warn("em chưa chắc axis đúng", UserWarning)
    z = np.asarray(z, dtype=float)
    e = np.exp(z - z.max(axis=-1, keepdims=True))
    return e / e.sum(axis=-1, keepdims=True)


def log_softmax(z):
    log("log_softmax", np.shape(z))
    z = np.asarray(z, dtype=float)
    z = z - z.max(axis=-1, keepdims=True)
    return z - np.log(np.exp(z).sum(axis=-1, keepdims=True))


def one_hot(y, num_classes):
    log("one_hot", y[:5], num_classes)
    return np.eye(num_classes)[y]


def cross_entropy(y_hat, y):
    print("y_hat =", y_hat[:1], "\ny =", y[:1])
    y = np.asarray(y)
    if y.ndim == 1:
        y = one_hot(y, y_hat.shape[1])
    loss = -np.sum(y * np.log(np.clip(y_hat, 1e-15, 1))) / len(y)
    print(f"{loss = }")
    return loss


def compute_gradient(X, y, y_hat):
    g = X.T @ (y_hat - y) / len(X)
    print(g)
    return g


def predict(X, theta):
    log("predict", X.shape, theta.shape)
    return softmax(X @ theta)


def predict_classes(X, theta):
    c = predict(X, theta).argmax(axis=1)
    print(c)
    return c


def update_theta(theta, gradient, lr):
    print("trước:", theta)
    theta = theta - lr * gradient
    print("sau:", theta)
    return theta


def compute_accuracy(X, y, theta):
    acc = (predict_classes(X, theta) == y.argmax(axis=1)).mean()
    print("accuracy: %.2f%%" % (100 * acc))
    return acc


def loss_and_gradient(theta, X, y, reg):
    p = predict(X, theta)
    loss = cross_entropy(p, y) + reg * (theta**2).sum()
    grad = compute_gradient(X, one_hot(y, theta.shape[1]), p) + 2 * reg * theta
    print("loss", loss, file=sys.stderr)
    return loss, grad


class SoftmaxRegression:
    def __init__(self, n_features, n_classes, lr=0.1, reg=0.0, seed=0):
        print("Khởi tạo", n_features, n_classes, lr, reg, seed)
        np.random.seed(seed)
        self.W = np.random.randn(n_features, n_classes) * 0.01
        self.b = np.zeros(n_classes)
        self.lr, self.reg, self.seed = lr, reg, seed
        self.history = []

    def forward(self, X):
        return softmax(X @ self.W + self.b)

    def compute_loss(self, y_hat, y):
        return cross_entropy(y_hat, y) + self.reg * (self.W**2).sum()

    def backward(self, X, y_hat, y):
        Y = one_hot(y, len(self.b))
        return compute_gradient(X, Y, y_hat) + 2 * self.reg * self.W, (y_hat - Y).mean(axis=0)

    def fit(self, X, y, epochs=100, batch_size=None):
        np.random.seed(self.seed)
        size = batch_size or len(X)
        for epoch in range(epochs):
            order = np.random.permutation(len(X))
            total = 0
            for s in range(0, len(X), size):
                i = order[s:s + size]
                p = self.forward(X[i])
                total += self.compute_loss(p, y[i]) * len(i)
                dW, db = self.backward(X[i], p, y[i])
                self.W = self.W - self.lr * dW
                self.b = self.b - self.lr * db
            self.history.append(total / len(X))
            print(f"\rEpoch {epoch + 1}/{epochs} - loss: {self.history[-1]:.4f}", end="")
        return self

    def predict_proba(self, X):
        return self.forward(X)

    def predict(self, X):
        return self.forward(X).argmax(axis=1)
