"""The regulariser is half of it, reg/2 * sum(W**2), with gradient reg * W, in the function and in the class alike."""
import numpy as np


def softmax(z):
    z = np.asarray(z)
    z = (z.T - z.max(axis=-1)).T
    return (np.exp(z).T / np.exp(z).sum(axis=-1)).T


def log_softmax(z):
    z = np.asarray(z)
    z = (z.T - z.max(axis=-1)).T
    return (z.T - np.log(np.exp(z).sum(axis=-1))).T


def one_hot(y, num_classes):
    return np.eye(num_classes)[np.asarray(y).flatten()]


def cross_entropy(y_hat, y):
    y = np.asarray(y)
    if y.ndim == 1:
        y = one_hot(y, np.shape(y_hat)[1])
    return np.mean(np.sum(-y * np.log(np.clip(y_hat, 1e-12, 1 - 1e-12)), axis=1))


def compute_gradient(X, y, y_hat):
    return X.T @ (y_hat - y) / len(X)


def predict(X, theta):
    return softmax(X @ theta)


def predict_classes(X, theta):
    return np.argmax(X @ theta, axis=1)


def update_theta(theta, gradient, lr):
    return theta - lr * gradient


def compute_accuracy(X, y, theta):
    return np.mean(predict_classes(X, theta) == y.argmax(axis=1))


def _penalty(weights, reg):
    return 0.5 * reg * np.sum(weights ** 2)


def loss_and_gradient(theta, X, y, reg):
    y_hat = predict(X, theta)
    loss = cross_entropy(y_hat, y) + _penalty(theta, reg)
    return loss, compute_gradient(X, one_hot(y, theta.shape[1]), y_hat) + reg * theta


class SoftmaxRegression:
    def __init__(self, n_features, n_classes, lr=0.1, reg=0.0, seed=0):
        self.lr, self.reg, self.seed = lr, reg, seed
        self.n_classes = n_classes
        self.W = np.random.default_rng(seed).normal(scale=0.01, size=(n_features, n_classes))
        self.b = np.zeros(n_classes)
        self.history = []

    def forward(self, X):
        return softmax(X @ self.W + self.b)

    def compute_loss(self, y_hat, y):
        return cross_entropy(y_hat, y) + _penalty(self.W, self.reg)

    def backward(self, X, y_hat, y):
        dz = (y_hat - one_hot(y, self.n_classes)) / X.shape[0]
        return X.T @ dz + self.reg * self.W, dz.sum(axis=0)

    def _batches(self, n, size):
        order = np.random.default_rng(self.seed).permutation(n)
        for s in range(0, n, size):
            yield order[s:s + size]

    def fit(self, X, y, epochs=100, batch_size=None):
        for _ in range(epochs):
            for rows in self._batches(len(X), batch_size or len(X)):
                dW, db = self.backward(X[rows], self.forward(X[rows]), y[rows])
                self.W = self.W - self.lr * dW
                self.b = self.b - self.lr * db
            self.history.append(float(self.compute_loss(self.forward(X), y)))
        return self

    def predict_proba(self, X):
        return self.forward(X)

    def predict(self, X):
        return self.predict_proba(X).argmax(axis=1)
