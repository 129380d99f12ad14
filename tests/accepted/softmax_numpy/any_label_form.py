"""Takes labels as index vector, column (N,1), list, floats or one-hot everywhere, through one normalising helper."""
import numpy as np


def as_index(y, K=None):
    """Nhãn ở dạng nào cũng đổi về vector chỉ số."""
    y = np.asarray(y)
    if y.ndim == 2 and y.shape[1] == 1 and K != 1:
        y = y[:, 0]
    if y.ndim == 2:
        return np.argmax(y, axis=1)
    return y.astype(np.int64)


def as_column(y, K=None):
    return as_index(y, K).reshape(-1, 1)


def softmax(z):
    z = np.asarray(z, dtype=np.float64)
    if z.ndim == 1:
        return softmax(z.reshape(1, -1)).reshape(-1)
    z = z - np.max(z, axis=1).reshape(-1, 1)
    return np.exp(z) / np.sum(np.exp(z), axis=1).reshape(-1, 1)


def log_softmax(z):
    z = np.asarray(z, dtype=np.float64)
    if z.ndim == 1:
        return log_softmax(z.reshape(1, -1)).reshape(-1)
    z = z - np.max(z, axis=1).reshape(-1, 1)
    return z - np.log(np.sum(np.exp(z), axis=1)).reshape(-1, 1)


def one_hot(y, num_classes):
    return (as_column(y) == np.arange(num_classes).reshape(1, -1)) * 1.0


def cross_entropy(y_hat, y):
    y_hat = np.asarray(y_hat, dtype=np.float64)
    picked = np.take_along_axis(y_hat, as_column(y, y_hat.shape[1]), axis=1)      # (N, 1)
    return np.mean(-np.log(np.where(picked < 1e-15, 1e-15, picked)))


def compute_gradient(X, y, y_hat):
    X, y_hat = np.asarray(X, dtype=np.float64), np.asarray(y_hat, dtype=np.float64)
    return X.T @ (y_hat - one_hot(as_index(y), y_hat.shape[1])) / X.shape[0]


def predict(X, theta):
    return softmax(np.asarray(X) @ np.asarray(theta))


def predict_classes(X, theta):
    return as_column(predict(X, theta)).flatten()


def update_theta(theta, gradient, lr):
    return np.asarray(theta, dtype=np.float64) - lr * np.asarray(gradient, dtype=np.float64)


def compute_accuracy(X, y, theta):
    return np.mean(as_column(predict(X, theta)) == as_column(y))


def loss_and_gradient(theta, X, y, reg):
    theta = np.asarray(theta, dtype=np.float64)
    p = predict(X, theta)
    return cross_entropy(p, y) + reg * np.sum(theta ** 2), compute_gradient(X, y, p) + 2 * reg * theta


class SoftmaxRegression:
    def __init__(self, n_features, n_classes, lr=0.1, reg=0.0, seed=0):
        self.lr, self.reg = lr, reg
        self.shuffle = np.random.RandomState(seed)
        self.W = self.shuffle.normal(0.0, 0.01, size=(n_features, n_classes))
        self.b = np.zeros(n_classes)
        self.history = []

    def forward(self, X):
        return softmax(np.asarray(X) @ self.W + self.b)

    def compute_loss(self, y_hat, y):
        return cross_entropy(y_hat, y) + self.reg * np.sum(self.W ** 2)

    def backward(self, X, y_hat, y):
        ones = np.ones((len(X), 1))
        return compute_gradient(X, y, y_hat) + 2 * self.reg * self.W, compute_gradient(ones, y, y_hat).reshape(-1)

    def fit(self, X, y, epochs=100, batch_size=None):
        X, y = np.asarray(X, dtype=np.float64), as_column(y)
        n = X.shape[0]
        for _ in range(epochs):
            order = self.shuffle.permutation(n)
            per_batch = []
            for k in range(0, n, batch_size or n):
                xb, yb = X[order][k:k + (batch_size or n)], y[order][k:k + (batch_size or n)]
                p = self.forward(xb)
                per_batch.append(self.compute_loss(p, yb))
                dW, db = self.backward(xb, p, yb)
                self.W = self.W - self.lr * dW
                self.b = self.b - self.lr * db
            self.history.append(float(np.mean(per_batch)))
        return self

    def predict_proba(self, X):
        return self.forward(X)

    def predict(self, X):
        return as_index(self.forward(X))
