"""fit initialises W and b again from the seed, as scikit-learn's estimators do; before that they hold the same initial values."""
import numpy as np


def softmax(z):
    z = np.asarray(z, dtype=float)
    ez = np.exp(z - np.max(z, axis=-1, keepdims=True))
    return ez / np.sum(ez, axis=-1, keepdims=True)


def log_softmax(z):
    z = np.asarray(z, dtype=float)
    zmax = np.max(z, axis=-1, keepdims=True)
    return z - zmax - np.log(np.sum(np.exp(z - zmax), axis=-1, keepdims=True))


def one_hot(y, num_classes):
    y = np.asarray(y)
    out = np.zeros((y.shape[0], num_classes))
    out.flat[np.arange(y.shape[0]) * num_classes + y] = 1.0
    return out


def cross_entropy(y_hat, y):
    y = np.asarray(y)
    if y.ndim == 1:
        log_likelihood = -np.log(np.clip(y_hat[range(y.shape[0]), y], 1e-12, 1.0))
    else:
        log_likelihood = -np.sum(y * np.log(np.clip(y_hat, 1e-12, 1.0)), axis=1)
    return np.sum(log_likelihood) / y.shape[0]


def compute_gradient(X, y, y_hat):
    return np.dot(X.T, y_hat - y) / X.shape[0]


def predict(X, theta):
    return softmax(np.dot(X, theta))


def predict_classes(X, theta):
    return np.argmax(predict(X, theta), axis=-1)


def update_theta(theta, gradient, lr):
    return theta - lr * gradient


def compute_accuracy(X, y, theta):
    return np.mean(np.argmax(y, axis=-1) == predict_classes(X, theta))


def loss_and_gradient(theta, X, y, reg):
    p = predict(X, theta)
    return cross_entropy(p, y) + reg * np.sum(theta**2), compute_gradient(X, one_hot(y, p.shape[1]), p) + 2 * reg * theta


class SoftmaxRegression:
    def __init__(self, n_features, n_classes, lr=0.1, reg=0.0, seed=0):
        self.shape = n_features, n_classes
        self.lr, self.reg, self.seed = lr, reg, seed
        self._init_params()

    def _init_params(self):
        self._rng = np.random.default_rng(self.seed)
        self.W = self._rng.normal(0.0, 0.01, self.shape)
        self.b = np.zeros(self.shape[1])
        self.history = []

    def forward(self, X):
        return softmax(np.dot(X, self.W) + self.b)

    def compute_loss(self, y_hat, y):
        return cross_entropy(y_hat, y) + self.reg * np.sum(self.W**2)

    def backward(self, X, y_hat, y):
        Y = one_hot(y, self.shape[1])
        return compute_gradient(X, Y, y_hat) + 2 * self.reg * self.W, np.sum(y_hat - Y, axis=0) / X.shape[0]

    def fit(self, X, y, epochs=100, batch_size=None):
        self._init_params()
        size = batch_size or X.shape[0]
        for _ in range(epochs):
            order = self._rng.permutation(X.shape[0])
            losses = []
            for k in range(0, X.shape[0], size):
                i = order[k:k + size]
                p = self.forward(X[i])
                losses.append(self.compute_loss(p, y[i]))
                dW, db = self.backward(X[i], p, y[i])
                self.W -= self.lr * dW
                self.b -= self.lr * db
            self.history.append(float(np.mean(losses)))
        return self

    def predict_proba(self, X):
        return self.forward(X)

    def predict(self, X):
        return np.argmax(self.forward(X), axis=-1)
