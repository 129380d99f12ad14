"""The bias is the last row of theta; W and b are property views with setters."""
import numpy as np


def softmax(z):
    z = np.asarray(z, dtype=float)
    e = np.exp(z - z.max(-1, keepdims=True))
    return e / e.sum(-1, keepdims=True)


def log_softmax(z):
    z = np.asarray(z, dtype=float)
    return z - np.logaddexp.reduce(z, axis=-1, keepdims=True)


def one_hot(y, num_classes):
    return np.eye(num_classes)[y]


def add_bias(X):
    return np.c_[X, np.ones(len(X))]


def cross_entropy(y_hat, y):
    y = np.asarray(y)
    Y = y if y.ndim == 2 else one_hot(y, y_hat.shape[1])
    return -np.sum(Y * np.log(np.clip(y_hat, 1e-15, None))) / len(Y)


def compute_gradient(X, y, y_hat):
    return X.T @ (y_hat - y) / len(X)


def predict(X, theta):
    return softmax(X @ theta)


def predict_classes(X, theta):
    return predict(X, theta).argmax(1)


def update_theta(theta, gradient, lr):
    return theta - lr * gradient


def compute_accuracy(X, y, theta):
    return np.mean(predict_classes(X, theta) == y.argmax(1))


def loss_and_gradient(theta, X, y, reg):
    p = predict(X, theta)
    Y = one_hot(y, theta.shape[1])
    return cross_entropy(p, Y) + reg * np.sum(theta ** 2), compute_gradient(X, Y, p) + 2 * reg * theta


class SoftmaxRegression:
    def __init__(self, n_features, n_classes, lr=0.1, reg=0.0, seed=0):
        self.theta = np.zeros((n_features + 1, n_classes))
        self.lr, self.reg, self.seed = lr, reg, seed
        self.history = []

    @property
    def W(self):
        return self.theta[:-1]

    @W.setter
    def W(self, value):
        self.theta = np.vstack([value, self.theta[-1:]])

    @property
    def b(self):
        return self.theta[-1]

    @b.setter
    def b(self, value):
        self.theta = np.vstack([self.theta[:-1], value])

    def forward(self, X):
        return predict(add_bias(X), self.theta)

    def compute_loss(self, y_hat, y):
        return cross_entropy(y_hat, y) + self.reg * np.sum(self.W ** 2)

    def _gradient(self, X, y_hat, y):
        g = compute_gradient(add_bias(X), one_hot(y, self.theta.shape[1]), y_hat)
        g[:-1] += 2 * self.reg * self.W
        return g

    def backward(self, X, y_hat, y):
        g = self._gradient(X, y_hat, y)
        return g[:-1], g[-1]

    def fit(self, X, y, epochs=100, batch_size=None):
        rng = np.random.default_rng(self.seed)
        n = len(X)
        for _ in range(epochs):
            idx = rng.permutation(n)
            losses = []
            for s in range(0, n, batch_size or n):
                i = idx[s:s + (batch_size or n)]
                p = self.forward(X[i])
                losses.append(self.compute_loss(p, y[i]))
                self.theta = update_theta(self.theta, self._gradient(X[i], p, y[i]), self.lr)
            self.history.append(np.mean(losses))
        return self

    def predict_proba(self, X):
        return self.forward(X)

    def predict(self, X):
        return predict_classes(add_bias(X), self.theta)
