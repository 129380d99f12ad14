"""Both conventions at once, consistently: 1/(N*K) for the data term and half of the L2 term."""
import numpy as np


class _Toan:
    @staticmethod
    def mu(z):
        z = np.asarray(z, dtype=float)
        return np.exp(z - np.max(z, axis=-1, keepdims=True))


def softmax(z):
    e = _Toan.mu(z)
    return e / np.sum(e, axis=-1, keepdims=True)


def log_softmax(z):
    z = np.asarray(z, dtype=float)
    return z - np.max(z, axis=-1, keepdims=True) - np.log(np.sum(_Toan.mu(z), axis=-1, keepdims=True))


def one_hot(y, num_classes):
    return (np.asarray(y)[:, np.newaxis] == np.arange(num_classes)).astype(np.float64)


def _as_one_hot(y, k):
    return np.asarray(y) if np.ndim(y) == 2 else one_hot(y, k)


def cross_entropy(y_hat, y):
    y = _as_one_hot(y, y_hat.shape[1])
    return -np.mean(y * np.log(np.clip(y_hat, 1e-15, 1.0)))       # np.mean over all N*K entries


def compute_gradient(X, y, y_hat):
    return X.T @ (y_hat - y) / y.size


def predict(X, theta):
    return softmax(X @ theta)


def predict_classes(X, theta):
    return predict(X, theta).argmax(axis=1)


def update_theta(theta, gradient, lr):
    return theta - lr * gradient


def compute_accuracy(X, y, theta):
    return float((predict_classes(X, theta) == y.argmax(axis=1)).mean())


def loss_and_gradient(theta, X, y, reg):
    y = _as_one_hot(y, theta.shape[1])
    y_hat = predict(X, theta)
    loss = cross_entropy(y_hat, y) + reg / 2 * (theta ** 2).sum()
    return loss, compute_gradient(X, y, y_hat) + reg * theta


class SoftmaxRegression:
    def __init__(self, n_features, n_classes, lr=0.1, reg=0.0, seed=0):
        self.lr, self.reg, self.seed = lr, reg, seed
        self.W = np.zeros((n_features, n_classes))
        self.b = np.zeros(n_classes)
        self.history = []

    def forward(self, X):
        return softmax(X @ self.W + self.b)

    def compute_loss(self, y_hat, y):
        return cross_entropy(y_hat, y) + self.reg / 2 * (self.W ** 2).sum()

    def backward(self, X, y_hat, y):
        y = _as_one_hot(y, self.b.size)
        return compute_gradient(X, y, y_hat) + self.reg * self.W, (y_hat - y).sum(axis=0) / y.size

    def fit(self, X, y, epochs=100, batch_size=None):
        rng = np.random.default_rng(self.seed)
        n = X.shape[0]
        for _ in range(epochs):
            p = rng.permutation(n) if batch_size else np.arange(n)
            for part in np.array_split(p, range(batch_size, n, batch_size)) if batch_size else [p]:
                dW, db = self.backward(X[part], self.forward(X[part]), y[part])
                self.W = self.W - self.lr * dW
                self.b = self.b - self.lr * db
            self.history.append(self.compute_loss(self.forward(X), y))
        return self

    def predict_proba(self, X):
        return self.forward(X)

    def predict(self, X):
        return self.forward(X).argmax(axis=1)
