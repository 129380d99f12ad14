"""Trọng số giữ ở dạng (C, D), bias là cột (C, 1), mỗi cột của Z là một mẫu; loss nằm trong một dict."""
import numpy as np


def _columns(Z):
    E = np.exp(Z - Z.max(axis=0, keepdims=True))
    return E / E.sum(axis=0, keepdims=True)


def softmax(z):
    return _columns(np.asarray(z, dtype=float).T).T


def log_softmax(z):
    Z = np.asarray(z, dtype=float).T
    Z = Z - Z.max(axis=0, keepdims=True)
    return (Z - np.log(np.exp(Z).sum(axis=0, keepdims=True))).T


def one_hot(y, num_classes):
    Y = np.zeros((num_classes, y.size))
    Y[y, np.arange(y.size)] = 1
    return Y.T


def cross_entropy(y_hat, y):
    Y = one_hot(y, y_hat.shape[1]).T if y.ndim == 1 else y.T
    return -np.sum(Y * np.log(y_hat.T + 1e-8)) / Y.shape[1]


def compute_gradient(X, y, y_hat):
    E = (y_hat - y).T
    return X.T.dot(E.T) / X.shape[0]


def predict(X, theta):
    return _columns(theta.T.dot(X.T)).T


def predict_classes(X, theta):
    return np.argmax(theta.T.dot(X.T), axis=0)


def update_theta(theta, gradient, lr):
    return theta - lr * gradient


def compute_accuracy(X, y, theta):
    return np.mean(predict_classes(X, theta) == np.argmax(y.T, axis=0))


def loss_and_gradient(theta, X, y, reg):
    A = predict(X, theta)
    loss = cross_entropy(A, y) + 0.5 * reg * np.sum(np.square(theta))
    return loss, compute_gradient(X, one_hot(y, theta.shape[1]), A) + reg * theta


class SoftmaxRegression:
    def __init__(self, n_features, n_classes, lr=0.1, reg=0.0, seed=0):
        self.rng = np.random.RandomState(seed)
        self.n_classes, self.lr, self.reg = n_classes, lr, reg
        self.W = 0.01 * self.rng.randn(n_classes, n_features)
        self.b = np.zeros((n_classes, 1))
        self.log_ = {"train": [], "val": []}

    def forward(self, X):
        return _columns(self.W.dot(X.T) + self.b).T

    def compute_loss(self, y_hat, y):
        return cross_entropy(y_hat, y) + 0.5 * self.reg * np.sum(np.square(self.W))

    def backward(self, X, y_hat, y):
        m = X.shape[0]
        dZ = (y_hat - one_hot(y, self.n_classes)).T
        dW = dZ.dot(X) / m + self.reg * self.W
        db = dZ.sum(axis=1, keepdims=True) / m
        return dW.T, db

    def fit(self, X, y, epochs=100, batch_size=None):
        m = X.shape[0]
        size = batch_size if batch_size else m
        for _ in range(epochs):
            perm = self.rng.permutation(m)
            for k in range(0, m, size):
                part = perm[k:k + size]
                dW, db = self.backward(X[part], self.forward(X[part]), y[part])
                self.W -= self.lr * dW.T
                self.b -= self.lr * db
            self.log_["train"].append(self.compute_loss(self.forward(X), y))
        return self

    def predict_proba(self, X):
        return self.forward(X)

    def predict(self, X):
        return np.argmax(self.forward(X), axis=1)
