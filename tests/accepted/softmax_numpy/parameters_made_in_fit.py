"""The class has no parameters before fit, starts over in each fit, and has names of its own for weights, bias and losses."""
import numpy as np


def softmax(z):
    z = np.asarray(z, dtype=float)
    exp_z = np.exp(z - z.max(axis=-1, keepdims=True))
    return exp_z / exp_z.sum(axis=-1, keepdims=True)


def log_softmax(z):
    z = np.asarray(z, dtype=float)
    z = z - z.max(axis=-1, keepdims=True)
    return z - np.log(np.exp(z).sum(axis=-1, keepdims=True))


def one_hot(y, num_classes):
    y_encoded = np.array([np.zeros(num_classes) for _ in range(len(y))])
    y_encoded[np.arange(len(y)), y] = 1
    return y_encoded


def predict(X, theta):
    z = np.dot(X, theta)
    y_hat = softmax(z)
    return y_hat


def predict_classes(X, theta):
    return np.argmax(predict(X, theta), axis=1)


def compute_loss(y_hat, y):
    if y.ndim == 1:
        y = one_hot(y, y_hat.shape[1])
    return -np.nan_to_num(y * np.log(y_hat)).sum() / len(y_hat)


def compute_gradient(X, y, y_hat):
    return np.dot(X.T, (y_hat - y)) / len(X)


def update_theta(theta, gradient, lr):
    return theta - (lr * gradient)


def compute_accuracy(X, y, theta):
    y_hat = predict(X, theta)
    acc = (np.argmax(y_hat, axis=1) == np.argmax(y, axis=1)).mean()
    return acc


def loss_and_gradient(theta, X, y, reg):
    y = one_hot(y, theta.shape[1])
    y_hat = predict(X, theta)
    loss = compute_loss(y_hat, y) + reg * np.sum(theta ** 2)
    gradient = compute_gradient(X, y, y_hat) + 2 * reg * theta
    return loss, gradient


class SoftmaxRegression:
    def __init__(self, n_features, n_classes, lr=0.1, reg=0.0, seed=0):
        self.n_classes, self.eta, self.l2, self.seed = n_classes, lr, reg, seed
        self.coef_ = self.intercept_ = None

    def forward(self, X):
        return softmax(X @ self.coef_ + self.intercept_)

    predict_proba = forward

    def compute_loss(self, y_hat, y):
        return compute_loss(y_hat, y) + self.l2 * np.sum(self.coef_ ** 2)

    def backward(self, X, y_hat, y):
        error = (y_hat - one_hot(y, self.n_classes)) / len(y)
        return X.T @ error + 2 * self.l2 * self.coef_, error.sum(axis=0)

    def fit(self, X, y, epochs=100, batch_size=None):
        rng = np.random.default_rng(self.seed)
        self.coef_ = np.zeros((X.shape[1], self.n_classes))
        self.intercept_ = np.zeros(self.n_classes)
        self.cost_per_epoch = []
        size = batch_size or len(X)
        for _ in range(epochs):
            order, total = rng.permutation(len(X)), 0.0
            for start in range(0, len(X), size):
                part = order[start : start + size]
                y_hat = self.forward(X[part])
                total += len(part) * self.compute_loss(y_hat, y[part])
                dW, db = self.backward(X[part], y_hat, y[part])
                self.coef_ -= self.eta * dW
                self.intercept_ -= self.eta * db
            self.cost_per_epoch.append(total / len(X))
        return self

    def predict(self, X):
        return self.forward(X).argmax(axis=1)
