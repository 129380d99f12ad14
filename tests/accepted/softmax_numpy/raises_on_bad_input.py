"""Checks its arguments and raises ValueError or TypeError on bad input, never on valid input (integers and edge cases pass)."""
import numbers

import numpy as np


class LỗiDữLiệu(ValueError):
    pass


def _floats(a, name, ndims):
    a = np.asarray(a)
    if a.dtype.kind not in "iufb":
        raise TypeError(f"{name} phải là số, không phải {a.dtype}")
    if a.ndim not in ndims:
        raise LỗiDữLiệu(f"{name} phải có {ndims} chiều, đang có {a.ndim}")
    if a.size == 0:
        raise LỗiDữLiệu(f"{name} rỗng")
    if not np.all(np.isfinite(a)):
        raise LỗiDữLiệu(f"{name} có nan hoặc inf")
    return a.astype(np.float64)


def softmax(z):
    z = _floats(z, "z", (1, 2))
    e = np.exp(z - z.max(axis=-1, keepdims=True))
    return e / e.sum(axis=-1, keepdims=True)


def log_softmax(z):
    z = _floats(z, "z", (1, 2))
    z -= z.max(axis=-1, keepdims=True)
    return z - np.log(np.exp(z).sum(axis=-1, keepdims=True))


def one_hot(y, num_classes):
    y = np.asarray(y)
    if not isinstance(num_classes, numbers.Integral):
        raise TypeError("num_classes phải là số nguyên")
    if y.ndim != 1 or y.dtype.kind not in "iu":
        raise LỗiDữLiệu("y phải là vector số nguyên")
    if y.min() < 0 or y.max() >= num_classes:
        raise LỗiDữLiệu("nhãn nằm ngoài [0, num_classes)")
    return np.eye(num_classes)[y]


def _one_hot_or_index(y, k):
    y = np.asarray(y)
    if y.ndim == 1:
        return one_hot(y, k)
    if y.ndim == 2 and y.shape[1] == k and np.allclose(y.sum(axis=1), 1):
        return y.astype(np.float64)
    raise LỗiDữLiệu("y phải là chỉ số hoặc one-hot")


def cross_entropy(y_hat, y):
    y_hat = _floats(y_hat, "y_hat", (2,))
    if np.any(y_hat < 0) or np.any(y_hat > 1 + 1e-9):
        raise LỗiDữLiệu("y_hat không phải xác suất")
    Y = _one_hot_or_index(y, y_hat.shape[1])
    if len(Y) != len(y_hat):
        raise LỗiDữLiệu("số mẫu không khớp")
    return float(np.mean(-np.log(np.maximum((Y * y_hat).sum(axis=1), 1e-15))))


def compute_gradient(X, y, y_hat):
    X, y, y_hat = _floats(X, "X", (2,)), _floats(y, "y", (2,)), _floats(y_hat, "y_hat", (2,))
    if y.shape != y_hat.shape or len(X) != len(y):
        raise LỗiDữLiệu("shape không khớp")
    return X.T @ (y_hat - y) / len(X)


def predict(X, theta):
    X, theta = _floats(X, "X", (2,)), _floats(theta, "theta", (2,))
    if X.shape[1] != theta.shape[0]:
        raise LỗiDữLiệu(f"X có {X.shape[1]} đặc trưng, theta có {theta.shape[0]} dòng")
    return softmax(X @ theta)


def predict_classes(X, theta):
    return np.argmax(predict(X, theta), axis=1)


def update_theta(theta, gradient, lr):
    theta, gradient = np.asarray(theta), np.asarray(gradient)
    if theta.shape != gradient.shape:
        raise LỗiDữLiệu("theta và gradient khác shape")
    return theta - lr * gradient


def compute_accuracy(X, y, theta):
    return float(np.mean(predict_classes(X, theta) == np.argmax(_floats(y, "y", (2,)), axis=1)))


def loss_and_gradient(theta, X, y, reg):
    if reg < 0:
        raise LỗiDữLiệu("reg phải không âm")
    p = predict(X, theta)
    Y = _one_hot_or_index(y, p.shape[1])
    theta = np.asarray(theta, dtype=float)
    return cross_entropy(p, Y) + reg * float(np.sum(theta**2)), compute_gradient(X, Y, p) + 2 * reg * theta


class SoftmaxRegression:
    def __init__(self, n_features, n_classes, lr=0.1, reg=0.0, seed=0):
        if n_features < 1 or n_classes < 2:
            raise LỗiDữLiệu("cần ít nhất 1 đặc trưng và 2 lớp")
        if lr <= 0 or reg < 0:
            raise LỗiDữLiệu("lr phải dương, reg phải không âm")
        self.W = np.zeros((n_features, n_classes))
        self.b = np.zeros(n_classes)
        self.lr, self.reg, self.seed = lr, reg, seed
        self.history = []

    def forward(self, X):
        X = _floats(X, "X", (2,))
        if X.shape[1] != self.W.shape[0]:
            raise LỗiDữLiệu("sai số đặc trưng")
        return softmax(X @ self.W + self.b)

    def compute_loss(self, y_hat, y):
        return cross_entropy(y_hat, y) + self.reg * float(np.sum(self.W**2))

    def backward(self, X, y_hat, y):
        Y = _one_hot_or_index(y, self.b.size)
        return compute_gradient(X, Y, y_hat) + 2 * self.reg * self.W, (y_hat - Y).mean(axis=0)

    def fit(self, X, y, epochs=100, batch_size=None):
        X, y = _floats(X, "X", (2,)), np.asarray(y)
        if len(X) != len(y):
            raise LỗiDữLiệu("X và y khác số mẫu")
        if batch_size is not None and batch_size < 1:
            raise LỗiDữLiệu("batch_size phải dương")
        rng = np.random.default_rng(self.seed)
        size = batch_size or len(X)
        for _ in range(epochs):
            order = rng.permutation(len(X))
            losses = []
            for start in range(0, len(X), size):
                rows = order[start:start + size]
                p = self.forward(X[rows])
                losses.append(self.compute_loss(p, y[rows]))
                dW, db = self.backward(X[rows], p, y[rows])
                self.W = self.W - self.lr * dW
                self.b = self.b - self.lr * db
            self.history.append(float(np.mean(losses)))
        return self

    def predict_proba(self, X):
        return self.forward(X)

    def predict(self, X):
        return np.argmax(self.forward(X), axis=1)
