# expect: softmax=passed log_softmax=passed one_hot=passed cross_entropy=passed SoftmaxRegression=passed
# says: SystemExit
# What stands before the exit keeps its points, and the exit is told.
import sys

import numpy as np


class SoftmaxRegression:
    EPS = 1e-15

    def __init__(self, n_features, n_classes, lr=0.1, reg=0.0, seed=0):
        self.W = np.zeros(shape=(n_features, n_classes), dtype=np.float64)
        self.b = np.zeros(shape=n_classes, dtype=np.float64)
        self.lr, self.reg = lr, reg
        self.seed = seed
        self.history = []

    @staticmethod
    def _softmax(z):
        z = np.asarray(z, dtype=np.float64)
        z = z - np.max(z, axis=-1, keepdims=True)
        return np.exp(z) / np.sum(np.exp(z), axis=-1, keepdims=True)

    @staticmethod
    def _log_softmax(z):
        z = np.asarray(z, dtype=np.float64)
        z = z - np.max(z, axis=-1, keepdims=True)
        return z - np.log(np.sum(np.exp(z), axis=-1, keepdims=True))

    @staticmethod
    def _one_hot(y, num_classes):
        return np.eye(num_classes)[y]

    @classmethod
    def _cross_entropy(cls, y_hat, y):
        y = np.asarray(y)
        if y.ndim == 1:
            y = cls._one_hot(y, y_hat.shape[1])
        return -np.sum(y * np.log(np.clip(y_hat, cls.EPS, 1 - cls.EPS))) / y.shape[0]

    @classmethod
    def _loss_and_gradient(cls, theta, X, y, reg):
        Y = cls._one_hot(y, theta.shape[1])
        p = cls._softmax(X @ theta)
        return cls._cross_entropy(p, Y) + reg * np.sum(theta**2), X.T @ (p - Y) / len(X) + 2 * reg * theta

    def forward(self, X):
        return self._softmax(X @ self.W + self.b)

    def compute_loss(self, y_hat, y):
        return self._cross_entropy(y_hat, y) + self.reg * np.sum(self.W**2)

    def backward(self, X, y_hat, y):
        Y = self._one_hot(y, self.W.shape[1])
        dZ = (y_hat - Y) / X.shape[0]
        return X.T @ dZ + 2 * self.reg * self.W, np.sum(dZ, axis=0)

    def fit(self, X, y, epochs=100, batch_size=None, verbose=False):
        N = X.shape[0]
        bs = N if batch_size is None else batch_size
        for epoch in range(epochs):
            np.random.seed(self.seed + epoch)
            perm = np.random.permutation(N)
            epoch_loss = 0.0
            for i in range(0, N, bs):
                ids = perm[i:i + bs]
                y_hat = self.forward(X[ids])
                epoch_loss += self.compute_loss(y_hat, y[ids]) * len(ids) / N
                dW, db = self.backward(X[ids], y_hat, y[ids])
                self.W, self.b = self.W - self.lr * dW, self.b - self.lr * db
            self.history.append(epoch_loss)
            if verbose and epoch % 10 == 0:
                print(f"Epoch {epoch}: {epoch_loss:.4f}")
        return self

    def predict_proba(self, X):
        return self.forward(X)

    def predict(self, X):
        return np.argmax(self.forward(X), axis=1)


softmax = SoftmaxRegression._softmax
log_softmax = SoftmaxRegression._log_softmax
one_hot = SoftmaxRegression._one_hot
cross_entropy = SoftmaxRegression._cross_entropy
loss_and_gradient = SoftmaxRegression._loss_and_gradient


def compute_gradient(X, y, y_hat):
    return X.T @ (y_hat - y) / X.shape[0]


def predict(X, theta):
    return SoftmaxRegression._softmax(X @ theta)


def predict_classes(X, theta):
    return np.argmax(predict(X, theta), axis=1)


if "data.csv" not in sys.argv:
    print("không có dữ liệu, dừng")
    sys.exit(1)


def update_theta(theta, gradient, lr):
    return theta - lr * gradient


def compute_accuracy(X, y, theta):
    return np.mean(predict_classes(X, theta) == np.argmax(y, axis=1))
