"""Only theta (D+1, C) is stored; W and b are found by __getattr__ and written by __setattr__."""
import numpy as np


def softmax(z):
    z = np.asarray(z, dtype=np.float64)
    return np.exp(log_softmax(z))


def log_softmax(z):
    z = np.asarray(z, dtype=np.float64)
    m = np.amax(z, axis=-1, keepdims=True)
    return (z - m) - np.log(np.sum(np.exp(z - m), axis=-1, keepdims=True))


def one_hot(y, num_classes):
    return np.array([[float(c == k) for c in range(num_classes)] for k in y])


def cross_entropy(y_hat, y):
    y = np.asarray(y)
    k = y.argmax(axis=1) if y.ndim == 2 else y
    return -np.mean(np.log(np.clip(y_hat, 1e-15, 1).T[k, range(len(k))]))


def compute_gradient(X, y, y_hat):
    return np.tensordot(X, y_hat - y, axes=(0, 0)) / X.shape[0]


def predict(X, theta):
    return softmax(np.tensordot(X, theta, 1))


def predict_classes(X, theta):
    return np.tensordot(X, theta, 1).argmax(-1)


def update_theta(theta, gradient, lr):
    return theta - lr * gradient


def compute_accuracy(X, y, theta):
    return np.average(predict_classes(X, theta) == np.argmax(y, -1))


def loss_and_gradient(theta, X, y, reg):
    y = one_hot(y, theta.shape[1])
    p = predict(X, theta)
    return cross_entropy(p, y) + reg * np.vdot(theta, theta), compute_gradient(X, y, p) + 2 * reg * theta


class SoftmaxRegression:
    def __init__(self, n_features, n_classes, lr=0.1, reg=0.0, seed=0):
        self.theta = np.zeros((n_features + 1, n_classes))
        self.history = []
        self.lr, self.reg, self.seed = lr, reg, seed

    def __getattr__(self, name):
        if name == "W":
            return self.theta[:-1]
        if name == "b":
            return self.theta[-1]
        raise AttributeError(f"SoftmaxRegression không có thuộc tính {name}")

    def __setattr__(self, name, value):
        if name == "W":
            self.theta[:-1] = value
        elif name == "b":
            self.theta[-1] = value
        else:
            super().__setattr__(name, value)

    def forward(self, X):
        return predict(np.insert(X, X.shape[1], 1.0, axis=1) if X.dtype.kind == "f" else
                       np.column_stack([X.astype(float), np.ones(len(X))]), self.theta)

    def compute_loss(self, y_hat, y):
        return cross_entropy(y_hat, y) + self.reg * np.sum(self.W ** 2)

    def backward(self, X, y_hat, y):
        y = one_hot(y, self.theta.shape[1])
        return compute_gradient(X, y, y_hat) + 2 * self.reg * self.W, np.average(y_hat - y, axis=0)

    def fit(self, X, y, epochs=100, batch_size=None):
        rng = np.random.default_rng(self.seed)
        for _ in range(epochs):
            order = rng.permutation(len(X))
            bs = batch_size or len(X)
            losses = []
            for lot in [order[k:k + bs] for k in range(0, len(X), bs)]:
                p = self.forward(X[lot])
                losses += [self.compute_loss(p, y[lot])]
                dW, db = self.backward(X[lot], p, y[lot])
                self.theta = update_theta(self.theta, np.vstack([dW, db]), self.lr)
            self.history += [float(np.mean(losses))]
        return self

    def predict_proba(self, X):
        return self.forward(X)

    def predict(self, X):
        return self.forward(X).argmax(axis=-1)
