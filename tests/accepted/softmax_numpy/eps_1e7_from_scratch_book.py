"""Layers with forward and backward and delta = 1e-7, after a well-known book; the model is assembled from them."""
import numpy as np


def softmax(x):
    x = x - np.max(x, axis=-1, keepdims=True)
    return np.exp(x) / np.sum(np.exp(x), axis=-1, keepdims=True)


def log_softmax(x):
    x = x - np.max(x, axis=-1, keepdims=True)
    return x - np.log(np.sum(np.exp(x), axis=-1, keepdims=True))


def cross_entropy(y, t):
    delta = 1e-7
    if y.ndim == 1:
        t = t.reshape(1, t.size)
        y = y.reshape(1, y.size)
    if t.size == y.size:
        t = t.argmax(axis=1)
    batch_size = y.shape[0]
    return -np.sum(np.log(y[np.arange(batch_size), t] + delta)) / batch_size


def one_hot(y, num_classes):
    T = np.zeros((y.size, num_classes))
    for idx, row in enumerate(T):
        row[y[idx]] = 1
    return T


class Affine:
    def __init__(self, W, b=None):
        self.W, self.b = W, b
        self.x = self.dW = self.db = None

    def forward(self, x):
        self.x = x
        out = np.dot(x, self.W)
        return out if self.b is None else out + self.b

    def backward(self, dout):
        self.dW = np.dot(self.x.T, dout)
        self.db = np.sum(dout, axis=0)
        return np.dot(dout, self.W.T)


class SoftmaxWithLoss:
    def __init__(self):
        self.loss = self.y = self.t = None

    def forward(self, x, t):
        self.t, self.y = t, softmax(x)
        self.loss = cross_entropy(self.y, self.t)
        return self.loss

    def backward(self, dout=1):
        batch_size = self.t.shape[0]
        if self.t.size == self.y.size:
            return dout * (self.y - self.t) / batch_size
        dx = self.y.copy()
        dx[np.arange(batch_size), self.t] -= 1
        return dout * dx / batch_size


def compute_gradient(X, y, y_hat):
    layer = Affine(np.zeros((X.shape[1], y.shape[1])))
    layer.forward(X)
    layer.backward((y_hat - y) / X.shape[0])
    return layer.dW


def predict(X, theta):
    return softmax(Affine(theta).forward(X))


def predict_classes(X, theta):
    return Affine(theta).forward(X).argmax(axis=1)


def update_theta(theta, gradient, lr):
    return theta - lr * gradient


def compute_accuracy(X, y, theta):
    return np.sum(predict_classes(X, theta) == np.argmax(y, axis=1)) / float(X.shape[0])


def loss_and_gradient(theta, X, y, reg):
    affine, last = Affine(theta), SoftmaxWithLoss()
    loss = last.forward(affine.forward(X), y)
    affine.backward(last.backward())
    return loss + reg * np.sum(theta ** 2), affine.dW + 2 * reg * theta


class SoftmaxRegression:
    def __init__(self, n_features, n_classes, lr=0.1, reg=0.0, seed=0):
        np.random.seed(seed)
        self.W = 0.01 * np.random.randn(n_features, n_classes)
        self.b = np.zeros(n_classes)
        self.lr, self.reg, self.seed = lr, reg, seed
        self.history = []

    def forward(self, X):
        return softmax(Affine(self.W, self.b).forward(X))

    def compute_loss(self, y_hat, y):
        return cross_entropy(y_hat, y) + self.reg * np.sum(self.W ** 2)

    def backward(self, X, y_hat, y):
        last = SoftmaxWithLoss()
        last.y, last.t = y_hat, y
        affine = Affine(self.W, self.b)
        affine.forward(X)
        affine.backward(last.backward())
        return affine.dW + 2 * self.reg * self.W, affine.db

    def fit(self, X, y, epochs=100, batch_size=None):
        np.random.seed(self.seed)
        train_size = X.shape[0]
        batch_size = batch_size or train_size
        for _ in range(epochs):
            mask = np.random.permutation(train_size)
            losses = []
            for i in range(0, train_size, batch_size):
                x_batch, t_batch = X[mask[i:i + batch_size]], y[mask[i:i + batch_size]]
                y_hat = self.forward(x_batch)
                losses.append(self.compute_loss(y_hat, t_batch))
                grads = self.backward(x_batch, y_hat, t_batch)
                for param, grad in zip((self.W, self.b), grads):
                    param -= self.lr * grad
            self.history.append(sum(losses) / len(losses))
        return self

    def predict_proba(self, X):
        return self.forward(X)

    def predict(self, X):
        return self.forward(X).argmax(axis=1)
