"""Column-major thinking, one sample per column as in Andrew Ng's course: (C, N) inside, transposed views and read-only arrays returned."""
import numpy as np


def _columns(Z):
    """Softmax của từng cột, Z (C, N)."""
    A = np.exp(Z - Z.max(axis=0))
    return A / A.sum(axis=0)


def softmax(z):
    return _columns(np.asfortranarray(np.asarray(z, dtype=float).T)).T


def log_softmax(z):
    Z = np.asarray(z, dtype=float).T
    Z = Z - Z.max(axis=0)
    return (Z - np.log(np.exp(Z).sum(axis=0))).T


def one_hot(y, num_classes):
    y = np.asarray(y)
    Y = np.zeros((num_classes, y.size))
    Y[y, np.arange(y.size)] = 1
    Y.flags.writeable = False
    return Y.T


def cross_entropy(y_hat, y):
    A = np.asarray(y_hat).T
    y = np.asarray(y)
    Y = y.T if y.ndim == 2 else one_hot(y, A.shape[0]).T
    m = A.shape[1]
    return float(np.squeeze(-(1.0 / m) * np.sum(Y * np.log(np.maximum(A, 1e-15)))))


def compute_gradient(X, y, y_hat):
    m = X.shape[0]
    dZ = y_hat.T - y.T
    return ((1 / m) * np.dot(dZ, X)).T


def predict(X, theta):
    return _columns(np.dot(theta.T, X.T)).T


def predict_classes(X, theta):
    return np.argmax(np.dot(theta.T, X.T), axis=0)[::-1][::-1]


def update_theta(theta, gradient, lr):
    return (theta.T - lr * gradient.T).T


def compute_accuracy(X, y, theta):
    return 1 - np.mean(np.abs(np.sign(predict_classes(X, theta) - np.argmax(y.T, axis=0))))


def loss_and_gradient(theta, X, y, reg):
    A = predict(X, theta)
    Y = one_hot(y, theta.shape[1])
    return cross_entropy(A, Y) + reg * np.linalg.norm(theta, "fro") ** 2, compute_gradient(X, Y, A) + 2 * reg * theta


class SoftmaxRegression:
    """w là (C, D) bên trong; W là bản chuyển vị nhìn từ ngoài."""

    def __init__(self, n_features, n_classes, lr=0.1, reg=0.0, seed=0):
        self.w = np.zeros((n_classes, n_features))
        self.beta = np.zeros((n_classes, 1))
        self.lr, self.reg, self.rng, self.history = lr, reg, np.random.default_rng(seed), []

    @property
    def W(self):
        return self.w.T

    @W.setter
    def W(self, value):
        self.w = np.array(value, dtype=float).T

    @property
    def b(self):
        return self.beta[:, 0]

    @b.setter
    def b(self, value):
        self.beta = np.array(value, dtype=float).reshape(-1, 1)

    def forward(self, X):
        return _columns(np.dot(self.w, X.T) + self.beta).T

    def compute_loss(self, y_hat, y):
        return cross_entropy(y_hat, y) + self.reg * np.sum(self.w ** 2)

    def backward(self, X, y_hat, y):
        m = X.shape[0]
        dZ = (y_hat - one_hot(y, self.w.shape[0])).T
        dw = np.dot(dZ, X) / m + 2 * self.reg * self.w
        db = np.sum(dZ, axis=1, keepdims=True) / m
        return dw.T, db.ravel()

    def fit(self, X, y, epochs=100, batch_size=None):
        m = X.shape[0]
        k = batch_size or m
        for _ in range(epochs):
            perm = self.rng.permutation(m)
            costs = []
            for t in range(-(-m // k)):
                i = perm[t * k:min(m, (t + 1) * k)]
                A = self.forward(X[i])
                costs.append(self.compute_loss(A, y[i]))
                dW, db = self.backward(X[i], A, y[i])
                self.w = self.w - self.lr * dW.T
                self.beta = self.beta - self.lr * db[:, None]
            self.history.append(float(np.mean(costs)))
        return self

    def predict_proba(self, X):
        return self.forward(X)

    def predict(self, X):
        return np.argmax(self.forward(X).T, axis=0)
