"""Losses come as 0-d arrays and (1,) arrays, the accuracy as a (1,) array, one-hot as uint8, classes as int8."""
import numpy as np


def softmax(z):
    z = np.asarray(z, dtype=float)
    z = z - z.max(axis=-1, keepdims=True)
    return np.divide(np.exp(z), np.exp(z).sum(axis=-1, keepdims=True))


def log_softmax(z):
    z = np.asarray(z, dtype=float)
    z = z - z.max(axis=-1, keepdims=True)
    return np.subtract(z, np.log(np.exp(z).sum(axis=-1, keepdims=True)))


def one_hot(y, num_classes):
    out = np.zeros((len(y), num_classes), dtype=np.uint8)
    for row, label in enumerate(y):
        out[row, label] = 1
    return out


def cross_entropy(y_hat, y):
    y = np.asarray(y)
    if y.ndim == 1:
        y = one_hot(y, y_hat.shape[1])
    total = np.sum(y * np.log(np.clip(y_hat, 1e-12, 1.0)), axis=(0, 1), keepdims=True)
    return (-total / y.shape[0]).reshape(1)            # (1,)


def compute_gradient(X, y, y_hat):
    return X.T @ (y_hat - y.astype(float)) / X.shape[0]


def predict(X, theta):
    return softmax(X @ theta)


def predict_classes(X, theta):
    return np.argmax(X @ theta, axis=1).astype(np.int8)


def update_theta(theta, gradient, lr):
    return theta - np.array(lr) * gradient


def compute_accuracy(X, y, theta):
    return np.mean(predict_classes(X, theta) == np.argmax(y, axis=1), keepdims=True)


def loss_and_gradient(theta, X, y, reg):
    p = predict(X, theta)
    loss = np.array(cross_entropy(p, y)[0] + reg * np.sum(theta ** 2))      # 0-d
    return loss, compute_gradient(X, one_hot(y, theta.shape[1]), p) + 2 * reg * theta


class SoftmaxRegression:
    def __init__(self, n_features, n_classes, lr=0.1, reg=0.0, seed=0):
        self.lr, self.reg, self.seed = np.array(lr), np.array(reg), seed
        self.W, self.b = np.zeros((n_features, n_classes)), np.zeros((n_classes,))
        self.history = []

    def forward(self, X):
        return softmax(X @ self.W + self.b)

    def compute_loss(self, y_hat, y):
        return cross_entropy(y_hat, y) + self.reg * np.sum(self.W ** 2, keepdims=True).reshape(1)

    def backward(self, X, y_hat, y):
        Y = one_hot(y, self.b.size).astype(float)
        return compute_gradient(X, Y, y_hat) + 2 * self.reg * self.W, np.mean(y_hat - Y, axis=0)

    def fit(self, X, y, epochs=100, batch_size=None):
        rng = np.random.default_rng(self.seed)
        for _ in range(epochs):
            idx = rng.permutation(len(X))
            loss = []
            for s in range(0, len(idx), batch_size or len(idx)):
                i = idx[s:s + (batch_size or len(idx))]
                p = self.forward(X[i])
                loss.append(self.compute_loss(p, y[i]))
                dW, db = self.backward(X[i], p, y[i])
                self.W = self.W - self.lr * dW
                self.b = self.b - self.lr * db
            self.history.append(np.mean(loss))
        return self

    def predict_proba(self, X):
        return self.forward(X)

    def predict(self, X):
        return np.argmax(self.forward(X), axis=1).astype(np.uint8)
