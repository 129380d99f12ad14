"""Three levels of inheritance with an abstract base and super() calls; fit lives in the base class."""
import abc

import numpy as np


def softmax(z):
    z = np.asarray(z, dtype=float)
    m = z.max(axis=-1, keepdims=True)
    return np.exp(z - m) / np.exp(z - m).sum(axis=-1, keepdims=True)


def log_softmax(z):
    z = np.asarray(z, dtype=float)
    m = z.max(axis=-1, keepdims=True)
    return z - m - np.log(np.exp(z - m).sum(axis=-1, keepdims=True))


class Model(abc.ABC):
    def __init__(self, lr, seed):
        self.lr = lr
        self.rng = np.random.default_rng(seed)
        self.history = []

    @abc.abstractmethod
    def forward(self, X): ...

    @abc.abstractmethod
    def compute_loss(self, y_hat, y): ...

    @abc.abstractmethod
    def backward(self, X, y_hat, y): ...

    @abc.abstractmethod
    def parameters(self): ...

    def step(self, grads):
        for p, g in zip(self.parameters(), grads):
            p -= self.lr * g

    def fit(self, X, y, epochs=100, batch_size=None):
        n = len(X)
        batch_size = batch_size or n
        for _ in range(epochs):
            losses = []
            order = self.rng.permutation(n)
            for start in range(0, n, batch_size):
                rows = order[start:start + batch_size]
                y_hat = self.forward(X[rows])
                losses.append(self.compute_loss(y_hat, y[rows]))
                self.step(self.backward(X[rows], y_hat, y[rows]))
            self.history.append(float(np.mean(losses)))
        return self


class LinearModel(Model):
    def __init__(self, n_in, n_out, lr, seed):
        super().__init__(lr, seed)
        self.W = self.rng.normal(scale=0.01, size=(n_in, n_out))
        self.b = np.zeros(n_out)

    def parameters(self):
        return [self.W, self.b]

    def logits(self, X):
        return X @ self.W + self.b


class SoftmaxRegression(LinearModel):
    def __init__(self, n_features, n_classes, lr=0.1, reg=0.0, seed=0):
        super().__init__(n_features, n_classes, lr, seed)
        self.reg = reg

    def forward(self, X):
        return softmax(self.logits(X))

    def compute_loss(self, y_hat, y):
        return cross_entropy(y_hat, y) + self.reg * (self.W ** 2).sum()

    def backward(self, X, y_hat, y):
        d = (y_hat - one_hot(y, self.b.size)) / len(X)
        return X.T @ d + 2 * self.reg * self.W, d.sum(0)

    def predict_proba(self, X):
        return self.forward(X)

    def predict(self, X):
        return self.logits(X).argmax(axis=1)


def one_hot(y, num_classes):
    return np.eye(num_classes)[y]


def cross_entropy(y_hat, y):
    y = np.asarray(y)
    if y.ndim == 1:
        y = one_hot(y, y_hat.shape[1])
    return -(y * np.log(np.clip(y_hat, 1e-12, 1.0))).sum(axis=1).mean()


class _Theta(LinearModel):
    """The functions of the homework are a linear model without bias."""

    def __init__(self, theta):
        self.W, self.b = np.array(theta, dtype=float), 0.0

    forward = SoftmaxRegression.forward
    compute_loss = backward = None


def predict(X, theta):
    return _Theta(theta).forward(X)


def predict_classes(X, theta):
    return _Theta(theta).logits(X).argmax(axis=1)


def compute_gradient(X, y, y_hat):
    return X.T @ (y_hat - y) / len(X)


def update_theta(theta, gradient, lr):
    return theta - lr * gradient


def compute_accuracy(X, y, theta):
    return (predict_classes(X, theta) == y.argmax(axis=1)).mean()


def loss_and_gradient(theta, X, y, reg):
    p = predict(X, theta)
    loss = cross_entropy(p, y) + reg * (theta ** 2).sum()
    return loss, compute_gradient(X, one_hot(y, theta.shape[1]), p) + 2 * reg * theta
