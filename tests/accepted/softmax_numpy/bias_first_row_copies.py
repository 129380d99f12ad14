"""The intercept is the first row, as in the homework; W and b hand out copies and take new values."""
import numpy as np


def softmax(z):
    z = np.array(z, dtype=float)
    single = z.ndim == 1
    if single:
        z = z[None]
    z = np.exp(z - z.max(axis=1)[:, None])
    z = z / z.sum(axis=1)[:, None]
    return z.ravel() if single else z


def log_softmax(z):
    z = np.array(z, dtype=float)
    single = z.ndim == 1
    if single:
        z = z[None]
    z = z - z.max(axis=1)[:, None]
    z = z - np.log(np.exp(z).sum(axis=1))[:, None]
    return z.ravel() if single else z


def one_hot(y, num_classes):
    n = len(y)
    res = np.zeros(n * num_classes)
    res[np.arange(n) * num_classes + np.asarray(y)] = 1
    return res.reshape(n, num_classes)


def cross_entropy(y_hat, y):
    y = np.asarray(y)
    if y.ndim == 2:
        return np.sum(-(y * np.log(np.maximum(y_hat, 1e-300))).sum(1)) / len(y)
    return np.sum([-np.log(max(row[k], 1e-300)) for row, k in zip(y_hat, y)]) / len(y)


def compute_gradient(X, y, y_hat):
    return np.dot(np.asarray(X).T, np.asarray(y_hat) - y) / len(y)


def predict(X, theta):
    return softmax(np.dot(X, theta))


def predict_classes(X, theta):
    return np.argmax(predict(X, theta), 1)


def update_theta(theta, gradient, lr):
    return theta - lr * gradient


def compute_accuracy(X, y, theta):
    return (np.argmax(y, 1) == predict_classes(X, theta)).sum() / len(y)


def loss_and_gradient(theta, X, y, reg):
    y_hat = predict(X, theta)
    Y = one_hot(y, theta.shape[1])
    return cross_entropy(y_hat, Y) + reg * np.sum(theta ** 2), compute_gradient(X, Y, y_hat) + 2 * reg * theta


class SoftmaxRegression:
    def __init__(self, n_features, n_classes, lr=0.1, reg=0.0, seed=0):
        self.rng = np.random.default_rng(seed)
        self.theta = self.rng.normal(0.0, 0.01, (1 + n_features, n_classes))
        self.theta[0] = 0
        self.lr, self.reg = lr, reg
        self.history = []

    def _get_W(self):
        return self.theta[1:].copy()

    def _set_W(self, W):
        self.theta[1:] = W

    def _get_b(self):
        return self.theta[0].copy()

    def _set_b(self, b):
        self.theta[0] = b

    W = property(_get_W, _set_W)
    b = property(_get_b, _set_b)

    @staticmethod
    def _intercept(X):
        X = np.asarray(X, dtype=float)
        return np.concatenate([np.ones((X.shape[0], 1)), X], axis=1)

    def forward(self, X):
        return predict(self._intercept(X), self.theta)

    def compute_loss(self, y_hat, y):
        return cross_entropy(y_hat, y) + self.reg * np.sum(self.theta[1:] ** 2)

    def backward(self, X, y_hat, y):
        Y = one_hot(y, self.theta.shape[1])
        grad = compute_gradient(self._intercept(X), Y, y_hat)
        penalty = 2 * self.reg * self.theta
        penalty[0] = 0
        grad = grad + penalty
        return grad[1:], grad[0]

    def fit(self, X, y, epochs=100, batch_size=None):
        X, y = np.asarray(X, dtype=float), np.asarray(y)
        for _ in range(epochs):
            self.history.append(self.compute_loss(self.forward(X), y))
            order = self.rng.permutation(len(X))
            for s in range(0, len(X), batch_size or len(X)):
                i = order[s:s + (batch_size or len(X))]
                dW, db = self.backward(X[i], self.forward(X[i]), y[i])
                self.theta -= self.lr * np.concatenate([db[None, :], dW])
        return self

    def predict_proba(self, X):
        return self.forward(X)

    def predict(self, X):
        return self.forward(X).argmax(axis=1)
