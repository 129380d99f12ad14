"""Fancy indexing y_hat[np.arange(N), y] for loss and gradient, no one-hot needed; copies where it writes."""
import numpy as np


def softmax(scores):
    scores = np.array(scores, dtype=np.float64)       # a copy, so that -= below is safe
    scores -= scores.max(axis=-1, keepdims=True)
    np.exp(scores, out=scores)
    scores /= scores.sum(axis=-1, keepdims=True)
    return scores


def log_softmax(scores):
    scores = np.array(scores, dtype=np.float64)
    scores -= scores.max(axis=-1, keepdims=True)
    scores -= np.log(np.exp(scores).sum(axis=-1, keepdims=True))
    return scores


def one_hot(y, num_classes):
    return np.identity(num_classes)[y, :]


def _to_index(y):
    y = np.asarray(y)
    return y.argmax(1) if y.ndim > 1 and y.shape[1] > 1 else y.ravel()


def cross_entropy(y_hat, y):
    y = _to_index(y)
    N = y.shape[0]
    correct = np.asarray(y_hat)[np.arange(N), y]
    return -np.log(np.maximum(correct, 1e-12)).mean()


def compute_gradient(X, y, y_hat):
    N = len(X)
    dscores = np.array(y_hat, dtype=np.float64)
    dscores[np.arange(N), _to_index(y)] -= 1
    dscores /= N
    return np.asarray(X).T.dot(dscores)


def predict(X, theta):
    return softmax(np.dot(X, theta))


def predict_classes(X, theta):
    return np.dot(X, theta).argmax(axis=1)


def update_theta(theta, gradient, lr):
    new_theta = np.array(theta, dtype=np.float64)
    new_theta -= lr * np.asarray(gradient)
    return new_theta


def compute_accuracy(X, y, theta):
    return (predict_classes(X, theta) == _to_index(y)).mean()


def loss_and_gradient(theta, X, y, reg):
    """CS231n softmax_loss_vectorized."""
    N = X.shape[0]
    y = _to_index(y)
    logp = log_softmax(X.dot(theta))
    loss = -logp[np.arange(N), y].sum() / N + reg * np.sum(theta * theta)
    p = np.exp(logp)
    p[np.arange(N), y] -= 1
    dW = X.T.dot(p) / N
    dW += 2 * reg * theta
    return loss, dW


class SoftmaxRegression:
    def __init__(self, n_features, n_classes, lr=0.1, reg=0.0, seed=0):
        self.rng = np.random.default_rng(seed)
        self.W = 0.001 * self.rng.standard_normal((n_features, n_classes))
        self.b = np.zeros(n_classes)
        self.lr, self.reg = lr, reg
        self.history = []

    def forward(self, X):
        return softmax(np.dot(X, self.W) + self.b)

    def compute_loss(self, y_hat, y):
        return cross_entropy(y_hat, y) + self.reg * np.sum(self.W * self.W)

    def backward(self, X, y_hat, y):
        N = len(X)
        d = np.array(y_hat)
        d[np.arange(N), _to_index(y)] -= 1
        d /= N
        return X.T.dot(d) + 2 * self.reg * self.W, d.sum(axis=0)

    def fit(self, X, y, epochs=100, batch_size=None):
        N = len(X)
        B = N if batch_size is None else min(batch_size, N)
        for _ in range(epochs):
            order = np.arange(N)
            self.rng.shuffle(order)
            it = 0
            losses = []
            while it < N:
                sel = order[it:it + B]
                it += B
                p = self.forward(X[sel])
                losses.append(self.compute_loss(p, y[sel]))
                dW, db = self.backward(X[sel], p, y[sel])
                self.W -= self.lr * dW
                self.b -= self.lr * db
            self.history.append(np.mean(losses))
        return self

    def predict_proba(self, X):
        return self.forward(X)

    def predict(self, X):
        return np.argmax(np.dot(X, self.W) + self.b, axis=1)
