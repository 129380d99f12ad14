"""Bias là dòng đầu của W và không bị phạt; mỗi lần fit bắt đầu lại, với một danh sách loss mới."""
import numpy as np


def add_bias(X):
    return np.c_[np.ones(len(X)), X]


def softmax(S):
    S = np.array(S, dtype=float)
    S = S - S.max(axis=-1)[..., None]
    return np.exp(S) / np.exp(S).sum(axis=-1)[..., None]


def log_softmax(S):
    S = S - np.max(S, axis=-1)[..., None]
    return S - np.log(np.exp(S).sum(axis=-1))[..., None]


def one_hot(y, K):
    Y = np.zeros((len(y), K))
    for i in range(len(y)):
        Y[i][y[i]] = 1
    return Y


def cross_entropy(P, Y):
    if Y.ndim == 1:
        Y = one_hot(Y, P.shape[1])
    return (-1.0 / len(Y)) * np.sum(Y * np.log(np.clip(P, 1e-12, 1.0)))


def compute_gradient(X, y, y_hat):
    return (1.0 / len(X)) * (X.T @ (y_hat - y))


def predict(X, theta):
    return softmax(X @ theta)


def predict_classes(X, theta):
    return predict(X, theta).argmax(1)


def update_theta(theta, gradient, lr):
    return theta - gradient * lr


def compute_accuracy(X, y, theta):
    true = 0
    for guess, row in zip(predict_classes(X, theta), y):
        if row[guess] == 1:
            true += 1
    return true / len(y)


def loss_and_gradient(theta, X, y, reg):
    P = predict(X, theta)
    gradient = compute_gradient(X, one_hot(y, theta.shape[1]), P) + reg * theta
    return cross_entropy(P, y) + 0.5 * reg * np.sum(theta**2), gradient


class SoftmaxRegression:
    def __init__(self, n_features, n_classes, lr=0.1, reg=0.0, seed=0):
        self.eta, self.lam, self.seed = lr, reg, seed
        self.W = np.zeros((n_features + 1, n_classes))
        self.loss_history = []

    def penalised(self):
        W = self.W.copy()
        W[0] = 0.0
        return W

    def forward(self, X):
        return softmax(add_bias(X) @ self.W)

    predict_proba = forward

    def compute_loss(self, y_hat, y):
        return float(cross_entropy(y_hat, y) + 0.5 * self.lam * np.sum(self.penalised() ** 2))

    def gradient(self, X, P, Y):
        return add_bias(X).T @ (P - Y) / len(X) + self.lam * self.penalised()

    def backward(self, X, y_hat, y):
        both = self.gradient(X, y_hat, one_hot(y, self.W.shape[1]))
        return both[1:], both[0]

    def fit(self, X, y, epochs=100, batch_size=None):
        rng = np.random.default_rng(self.seed)
        Y = one_hot(y, self.W.shape[1])
        self.W = np.zeros_like(self.W)
        self.loss_history = []
        size = batch_size or len(X)
        for _ in range(epochs):
            order = rng.permutation(len(X))
            total = 0.0
            for start in range(0, len(X), size):
                rows = order[start : start + size]
                P = self.forward(X[rows])
                total += len(rows) * self.compute_loss(P, Y[rows])
                self.W = self.W - self.eta * self.gradient(X[rows], P, Y[rows])
            self.loss_history.append(total / len(X))
        return self

    def predict(self, X):
        return np.argmax(self.forward(X), axis=1)
