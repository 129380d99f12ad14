"""The class keeps W and b in a dictionary; np.nan_to_num makes the loss finite."""
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
        rng = np.random.default_rng(seed)
        self.params = {'W': rng.uniform(size=(n_features, n_classes)) * 0.01, 'b': np.zeros(n_classes)}
        self.lr = lr
        self.reg = reg
        self.rng = rng
        self.history = []

    def forward(self, X):
        return softmax(np.dot(X, self.params['W']) + self.params['b'])

    def compute_loss(self, y_hat, y):
        return compute_loss(y_hat, y) + self.reg * np.sum(self.params['W'] ** 2)

    def backward(self, X, y_hat, y):
        y = one_hot(y, y_hat.shape[1])
        dW = compute_gradient(X, y, y_hat) + 2 * self.reg * self.params['W']
        db = np.sum(y_hat - y, axis=0) / len(y)
        return dW, db

    def fit(self, X, y, epochs=100, batch_size=None):
        n = X.shape[0]
        batch_size = n if batch_size is None else batch_size
        for epoch in range(epochs):
            train_batch_losses = []
            order = self.rng.permutation(n)
            for i in range(0, n, batch_size):
                X_i, y_i = X[order[i:i + batch_size]], y[order[i:i + batch_size]]
                y_hat = self.forward(X_i)
                train_batch_losses.append(self.compute_loss(y_hat, y_i))
                dW, db = self.backward(X_i, y_hat, y_i)
                self.params['W'] -= self.lr * dW
                self.params['b'] -= self.lr * db
            self.history.append(sum(train_batch_losses) / len(train_batch_losses))
        return self

    def predict_proba(self, X):
        return self.forward(X)

    def predict(self, X):
        return np.argmax(self.forward(X), axis=1)
