"""Computes in float64 and rounds every result to float32 with astype; the loss is a Python float."""
import numpy as np


def softmax(z):
    z = np.array(z, dtype="float64")
    one = z.ndim == 1
    z = np.atleast_2d(z)
    z = np.exp(z - np.amax(z, axis=1)[:, np.newaxis])
    z = (z / np.sum(z, axis=1)[:, np.newaxis]).astype("float32")
    return z[0] if one else z


def log_softmax(z):
    z = np.array(z, dtype="float64")
    m = z.max(axis=-1, keepdims=True)
    return (z - m - np.log(np.sum(np.exp(z - m), axis=-1, keepdims=True))).astype("float32")


def one_hot(y, num_classes):
    mat = np.zeros((len(y), num_classes), dtype="float32")
    mat[range(len(y)), y] = 1
    return mat


def cross_entropy(y_hat, y):
    y_hat = np.array(y_hat, dtype="float64")
    y = np.array(y)
    if y.ndim == 1:
        y = one_hot(y, y_hat.shape[1])
    return float(-np.sum(y * np.log(y_hat + 1e-15)) / y.shape[0])


def compute_gradient(X, y, y_hat):
    return (np.transpose(X).dot(np.array(y_hat) - y) / len(X)).astype("float32")


def predict(X, theta):
    return softmax(np.dot(X, theta))


def predict_classes(X, theta):
    return np.argmax(np.dot(X, theta), axis=1)


def update_theta(theta, gradient, lr):
    return (np.array(theta) - lr * np.array(gradient)).astype("float32")


def compute_accuracy(X, y, theta):
    return float((predict_classes(X, theta) == np.argmax(y, axis=1)).mean())


def loss_and_gradient(theta, X, y, reg):
    z = np.dot(X, theta)
    z = z - z.max(axis=1, keepdims=True)
    p = np.exp(z) / np.exp(z).sum(axis=1, keepdims=True)
    loss = cross_entropy(p, y) + reg * np.sum(theta ** 2)
    grad = np.dot(X.T, p - one_hot(y, theta.shape[1])) / len(X) + 2 * reg * theta
    return float(loss), grad.astype("float32")


class SoftmaxRegression:
    def __init__(self, n_features, n_classes, lr=0.1, reg=0.0, seed=0):
        self.n_classes = n_classes
        self.lr = lr
        self.reg = reg
        self.seed = seed
        np.random.seed(seed)
        self.W = (np.random.randn(n_features, n_classes) * 0.01).astype("float32")
        self.b = np.zeros(n_classes).astype("float32")
        self.history = []

    def forward(self, X):
        return softmax(np.dot(X, self.W) + self.b)

    def compute_loss(self, y_hat, y):
        return float(cross_entropy(y_hat, y) + self.reg * np.sum(self.W ** 2))

    def backward(self, X, y_hat, y):
        err = y_hat - one_hot(y, self.n_classes)
        dW = np.dot(np.transpose(X), err) / len(X) + 2 * self.reg * self.W
        db = np.mean(err, axis=0)
        return dW.astype("float32"), db.astype("float32")

    def fit(self, X, y, epochs=100, batch_size=None):
        np.random.seed(self.seed)
        n = len(X)
        if batch_size is None:
            batch_size = n
        for epoch in range(epochs):
            ids = np.arange(n)
            np.random.shuffle(ids)
            for lo in range(0, n, batch_size):
                sel = ids[lo:lo + batch_size]
                dW, db = self.backward(X[sel], self.forward(X[sel]), y[sel])
                self.W = self.W - np.float32(self.lr) * dW
                self.b = self.b - np.float32(self.lr) * db
            self.history.append(self.compute_loss(self.forward(X), y))
        return self

    def predict_proba(self, X):
        return self.forward(X)

    def predict(self, X):
        return np.argmax(self.forward(X), axis=1)
