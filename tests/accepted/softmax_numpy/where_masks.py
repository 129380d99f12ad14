"""xlogy by hand, np.where, boolean masks and nan_to_num(neginf=-100) instead of an epsilon."""
import numpy as np


def xlogy(x, y):
    with np.errstate(divide="ignore"):
        log = np.nan_to_num(np.log(y), neginf=-100.0)
    return np.where(x == 0, 0.0, x * log)


def softmax(z):
    z = np.asarray(z, float)
    axis = None if z.ndim == 1 else 1
    top = np.max(z, axis=axis, keepdims=True)
    e = np.where(z - top < -745, 0.0, np.exp(z - top))
    return e / e.sum(axis=axis, keepdims=True)


def log_softmax(z):
    z = np.asarray(z, float)
    axis = None if z.ndim == 1 else 1
    s = z - np.max(z, axis=axis, keepdims=True)
    return s - np.log(np.where(s < -745, 0.0, np.exp(s)).sum(axis=axis, keepdims=True))


def one_hot(y, num_classes):
    return np.where(np.asarray(y).reshape(-1, 1) == np.arange(num_classes), 1.0, 0.0)


def cross_entropy(y_hat, y):
    y_hat, y = np.asarray(y_hat, float), np.asarray(y)
    if y.shape != y_hat.shape:
        y = one_hot(y, y_hat.shape[1])
    return float(-xlogy(y, y_hat).sum() / y.shape[0])


def compute_gradient(X, y, y_hat):
    mask = np.asarray(y).astype(bool)
    delta = np.array(y_hat, dtype=float)
    delta[mask] = delta[mask] - 1
    return np.asarray(X).T @ delta / delta.shape[0]


def predict(X, theta):
    return softmax(np.asarray(X) @ np.asarray(theta))


def predict_classes(X, theta):
    p = predict(X, theta)
    first = np.cumsum(p == p.max(axis=1, keepdims=True), axis=1) == 1
    return np.nonzero(first & (p == p.max(axis=1, keepdims=True)))[1]


def update_theta(theta, gradient, lr):
    return np.asarray(theta) + (-lr) * np.asarray(gradient)


def compute_accuracy(X, y, theta):
    chosen = np.asarray(y)[np.arange(len(X)), predict_classes(X, theta)]
    return chosen.astype(bool).mean()


def loss_and_gradient(theta, X, y, reg):
    theta = np.asarray(theta, float)
    p, Y = predict(X, theta), one_hot(y, theta.shape[1])
    loss = -np.mean(log_softmax(X @ theta)[Y == 1])
    return loss + reg * np.sum(theta * theta), compute_gradient(X, Y, p) + 2 * reg * theta


class SoftmaxRegression:
    def __init__(self, n_features, n_classes, lr=0.1, reg=0.0, seed=0):
        self.k = n_classes
        self.lr, self.reg = lr, reg
        self._rng = np.random.default_rng(seed)
        self.W, self.b = np.zeros((n_features, n_classes)), np.zeros(n_classes)
        self.history = []

    def forward(self, X):
        return softmax(X @ self.W + self.b)

    def compute_loss(self, y_hat, y):
        return cross_entropy(y_hat, y) + self.reg * float((self.W ** 2).sum())

    def backward(self, X, y_hat, y):
        Y = one_hot(y, self.k)
        dW = compute_gradient(X, Y, y_hat)
        if self.reg:
            dW = dW + 2 * self.reg * self.W
        return dW, compute_gradient(np.ones((len(X), 1)), Y, y_hat)[0]

    def fit(self, X, y, epochs=100, batch_size=None):
        n = len(X)
        size = min(batch_size or n, n)
        for _ in range(epochs):
            number = np.empty(n, dtype=int)
            number[self._rng.permutation(n)] = np.arange(n) // size
            weighted = 0.0
            for k in range(number.max() + 1):
                mask = number == k
                p = self.forward(X[mask])
                weighted += self.compute_loss(p, y[mask]) * mask.sum()
                dW, db = self.backward(X[mask], p, y[mask])
                self.W = self.W - self.lr * dW
                self.b = self.b - self.lr * db
            self.history.append(weighted / n)
        return self

    def predict_proba(self, X):
        return self.forward(X)

    def predict(self, X):
        return self.forward(X).argmax(-1)
