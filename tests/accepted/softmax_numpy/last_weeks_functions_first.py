"""Last week's predict, softmax and class of the same names come first; the right ones come last, some under if and try."""
import numpy as np


# ===== Tuần 1: hồi quy logistic =====
def sigmoid(z):
    return 1 / (1 + np.exp(-z))


def softmax(z):
    # bản cũ, sai axis
    return np.exp(z) / np.sum(np.exp(z))


def predict(X, theta):
    return sigmoid(np.dot(X, theta))


def cross_entropy(y_hat, y):
    return (-y * np.log(y_hat) - (1 - y) * np.log(1 - y_hat)).mean()


def compute_gradient(X, y, y_hat):
    return np.dot(X.T, (y_hat - y)) / y.size


def compute_accuracy(X, y, theta):
    return ((predict(X, theta)).round() == y).mean()


def update_theta(theta, gradient, lr):
    theta -= lr * gradient


class SoftmaxRegression:
    def fit(self, X, y):
        raise NotImplementedError("chưa làm")


print(predict(np.ones((2, 3)), np.zeros(3)))

# ===== Tuần 2: softmax =====
if True:
    def softmax(z):
        z = np.asarray(z, dtype=float)
        e = np.exp(z - z.max(axis=-1, keepdims=True))
        return e / e.sum(axis=-1, keepdims=True)

try:
    def log_softmax(z):
        z = np.asarray(z, dtype=float)
        z = z - z.max(axis=-1, keepdims=True)
        return z - np.log(np.exp(z).sum(axis=-1, keepdims=True))
finally:
    pass

for _ in range(1):
    def one_hot(y, num_classes):
        return np.eye(num_classes)[y]

with np.errstate(all="ignore"):
    def cross_entropy(y_hat, y):
        if np.ndim(y) == 1:
            y = one_hot(y, y_hat.shape[1])
        return -np.sum(y * np.log(np.clip(y_hat, 1e-15, 1))) / y.shape[0]


def predict(X, theta):
    return softmax(X @ theta)


def predict_classes(X, theta):
    return predict(X, theta).argmax(axis=1)


def compute_gradient(X, y, y_hat):
    return X.T @ (y_hat - y) / y.shape[0]


def compute_accuracy(X, y, theta):
    return (predict_classes(X, theta) == y.argmax(axis=1)).mean()


def update_theta(theta, gradient, lr):
    return theta - lr * gradient


def loss_and_gradient(theta, X, y, reg):
    p = predict(X, theta)
    Y = one_hot(y, theta.shape[1])
    return cross_entropy(p, Y) + reg * (theta * theta).sum(), compute_gradient(X, Y, p) + 2 * reg * theta


if "SoftmaxRegression" in globals():
    del SoftmaxRegression


class SoftmaxRegression:
    def __init__(self, n_features, n_classes, lr=0.1, reg=0.0, seed=0):
        self.W, self.b = np.zeros((n_features, n_classes)), np.zeros(n_classes)
        self.lr, self.reg, self.rng, self.history = lr, reg, np.random.default_rng(seed), []

    def forward(self, X):
        return softmax(X @ self.W + self.b)

    def compute_loss(self, y_hat, y):
        return cross_entropy(y_hat, y)

    # định nghĩa lại trong cùng một lớp: bản cuối mới đúng
    def compute_loss(self, y_hat, y):
        return cross_entropy(y_hat, y) + self.reg * (self.W ** 2).sum()

    def backward(self, X, y_hat, y):
        Y = one_hot(y, self.b.size)
        return compute_gradient(X, Y, y_hat) + 2 * self.reg * self.W, (y_hat - Y).mean(axis=0)

    def fit(self, X, y, epochs=100, batch_size=None):
        size = batch_size or len(X)
        for _ in range(epochs):
            order = self.rng.permutation(len(X))
            loss = 0.0
            for k in range(0, len(X), size):
                i = order[k:k + size]
                p = self.forward(X[i])
                loss += self.compute_loss(p, y[i]) * len(i)
                dW, db = self.backward(X[i], p, y[i])
                self.W = update_theta(self.W, dW, self.lr)
                self.b = update_theta(self.b, db, self.lr)
            self.history.append(loss / len(X))
        return self

    def predict_proba(self, X):
        return self.forward(X)

    def predict(self, X):
        return self.forward(X).argmax(axis=1)
