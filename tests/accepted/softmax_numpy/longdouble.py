"""np.longdouble (extended precision) inside and in the results."""
import numpy as np

L = np.longdouble


def softmax(z):
    z = np.asarray(z, dtype=L)
    z = z - z.max(axis=-1, keepdims=True)
    return np.exp(z) / np.exp(z).sum(axis=-1, keepdims=True)


def log_softmax(z):
    z = np.asarray(z, dtype=L)
    z = z - z.max(axis=-1, keepdims=True)
    return z - np.log(np.exp(z).sum(axis=-1, keepdims=True))


def one_hot(y, num_classes):
    return np.eye(num_classes, dtype=L)[y]


def cross_entropy(y_hat, y):
    y = np.asarray(y)
    Y = y if y.ndim == 2 else one_hot(y, y_hat.shape[1])
    return -np.sum(Y * np.log(np.maximum(np.asarray(y_hat, dtype=L), L("1e-300")))) / len(Y)


def compute_gradient(X, y, y_hat):
    return np.asarray(X, dtype=L).T @ (np.asarray(y_hat, dtype=L) - y) / L(len(X))


def predict(X, theta):
    return softmax(np.asarray(X, dtype=L) @ np.asarray(theta, dtype=L))


def predict_classes(X, theta):
    return predict(X, theta).argmax(axis=1)


def update_theta(theta, gradient, lr):
    return np.asarray(theta, dtype=L) - L(lr) * np.asarray(gradient, dtype=L)


def compute_accuracy(X, y, theta):
    return np.mean(predict_classes(X, theta) == np.argmax(y, axis=1), dtype=L)


def loss_and_gradient(theta, X, y, reg):
    theta = np.asarray(theta, dtype=L)
    p = predict(X, theta)
    return cross_entropy(p, y) + L(reg) * np.sum(theta**2), (
        compute_gradient(X, one_hot(y, theta.shape[1]), p) + 2 * L(reg) * theta
    )


class SoftmaxRegression:
    def __init__(self, n_features, n_classes, lr=0.1, reg=0.0, seed=0):
        self.W = np.zeros((n_features, n_classes), dtype=L)
        self.b = np.zeros(n_classes, dtype=L)
        self.lr, self.reg = L(lr), L(reg)
        self.rng = np.random.default_rng(seed)
        self.history = []

    def forward(self, X):
        return softmax(np.asarray(X, dtype=L) @ self.W + self.b)

    def compute_loss(self, y_hat, y):
        return cross_entropy(y_hat, y) + self.reg * np.sum(self.W**2)

    def backward(self, X, y_hat, y):
        Y = one_hot(y, self.b.size)
        return compute_gradient(X, Y, y_hat) + 2 * self.reg * self.W, (y_hat - Y).mean(axis=0)

    def fit(self, X, y, epochs=100, batch_size=None):
        size = batch_size or len(X)
        for _ in range(epochs):
            order = self.rng.permutation(len(X))
            losses = []
            for s in range(0, len(X), size):
                i = order[s:s + size]
                p = self.forward(X[i])
                losses.append(self.compute_loss(p, y[i]))
                dW, db = self.backward(X[i], p, y[i])
                self.W = self.W - self.lr * dW
                self.b = self.b - self.lr * db
            self.history.append(float(np.mean(losses)))
        return self

    def predict_proba(self, X):
        return self.forward(X)

    def predict(self, X):
        return self.forward(X).argmax(axis=1)
