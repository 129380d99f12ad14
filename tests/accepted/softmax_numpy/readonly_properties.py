"""W and b are read-only properties over private arrays; training changes those in place."""
import numpy as np


def _normalise(z, log):
    z = np.asarray(z, dtype=float)
    z = z - z.max(axis=-1, keepdims=True)
    total = np.exp(z).sum(axis=-1, keepdims=True)
    return z - np.log(total) if log else np.exp(z) / total


def softmax(z):
    return _normalise(z, log=False)


def log_softmax(z):
    return _normalise(z, log=True)


def one_hot(y, num_classes):
    return np.eye(num_classes)[np.asarray(y)]


def cross_entropy(y_hat, y):
    y = np.asarray(y)
    if y.ndim == 2:
        y = y.argmax(axis=1)
    return -np.log(np.clip(np.asarray(y_hat)[np.arange(y.size), y], 1e-15, 1)).mean()


def compute_gradient(X, y, y_hat):
    return X.T @ (y_hat - y) / len(X)


def predict(X, theta):
    return softmax(X @ theta)


def predict_classes(X, theta):
    return np.argmax(X @ theta, axis=1)


def update_theta(theta, gradient, lr):
    return theta - lr * gradient


def compute_accuracy(X, y, theta):
    return np.mean(predict_classes(X, theta) == np.argmax(y, axis=1))


def loss_and_gradient(theta, X, y, reg):
    p = predict(X, theta)
    return (
        cross_entropy(p, y) + reg * np.sum(theta**2),
        compute_gradient(X, one_hot(y, theta.shape[1]), p) + 2 * reg * theta,
    )


class SoftmaxRegression:
    def __init__(self, n_features, n_classes, lr=0.1, reg=0.0, seed=0):
        self.__rng = np.random.default_rng(seed)
        self.__W = self.__rng.normal(0, 0.01, (n_features, n_classes))
        self.__b = np.zeros(n_classes)
        self.__lr = lr
        self.__reg = reg
        self.__history = []

    @property
    def W(self):
        """Weights, (D, C)."""
        return self.__W

    @property
    def b(self):
        """Bias, (C,)."""
        return self.__b

    @property
    def history(self):
        return list(self.__history)

    def forward(self, X):
        return softmax(X @ self.__W + self.__b)

    def compute_loss(self, y_hat, y):
        return cross_entropy(y_hat, y) + self.__reg * np.sum(self.__W**2)

    def backward(self, X, y_hat, y):
        err = y_hat - one_hot(y, self.__b.size)
        return X.T @ err / len(X) + 2 * self.__reg * self.__W, err.mean(axis=0)

    def fit(self, X, y, epochs=100, batch_size=None):
        size = batch_size or len(X)
        for _ in range(epochs):
            order = self.__rng.permutation(len(X))
            losses, weights = [], []
            for start in range(0, len(X), size):
                rows = order[start:start + size]
                y_hat = self.forward(X[rows])
                losses.append(self.compute_loss(y_hat, y[rows]))
                weights.append(len(rows))
                dW, db = self.backward(X[rows], y_hat, y[rows])
                self.__W -= self.__lr * dW
                self.__b -= self.__lr * db
            self.__history.append(float(np.average(losses, weights=weights)))
        return self

    def predict_proba(self, X):
        return self.forward(X)

    def predict(self, X):
        return self.forward(X).argmax(axis=1)
