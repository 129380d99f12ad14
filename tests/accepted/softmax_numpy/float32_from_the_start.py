"""float32 throughout: every input is cast to float32 on entry, every result is float32."""
import numpy as np

F = np.float32


def softmax(z):
    z = np.asarray(z, dtype=F)
    z = z - z.max(axis=-1, keepdims=True)
    e = np.exp(z)
    return e / e.sum(axis=-1, keepdims=True)


def log_softmax(z):
    z = np.asarray(z, dtype=F)
    z = z - z.max(axis=-1, keepdims=True)
    return z - np.log(np.exp(z).sum(axis=-1, keepdims=True))


def one_hot(y, num_classes):
    return np.eye(num_classes, dtype=F)[np.asarray(y, dtype=np.int64)]


def cross_entropy(y_hat, y):
    y_hat = np.clip(np.asarray(y_hat, dtype=F), F(1e-12), F(1))
    y = np.asarray(y)
    if y.ndim == 2:
        y = y.argmax(axis=1)
    return F(-np.log(y_hat[np.arange(len(y)), y]).mean())


def compute_gradient(X, y, y_hat):
    X, y, y_hat = (np.asarray(a, dtype=F) for a in (X, y, y_hat))
    return X.T @ (y_hat - y) / F(len(X))


def predict(X, theta):
    return softmax(np.asarray(X, dtype=F) @ np.asarray(theta, dtype=F))


def predict_classes(X, theta):
    return predict(X, theta).argmax(axis=1).astype(np.int32)


def update_theta(theta, gradient, lr):
    return np.asarray(theta, dtype=F) - F(lr) * np.asarray(gradient, dtype=F)


def compute_accuracy(X, y, theta):
    return np.mean(predict_classes(X, theta) == np.argmax(y, axis=1), dtype=F)


def loss_and_gradient(theta, X, y, reg):
    theta = np.asarray(theta, dtype=F)
    p = predict(X, theta)
    g = compute_gradient(X, one_hot(y, theta.shape[1]), p) + F(2 * reg) * theta
    return cross_entropy(p, y) + F(reg) * np.sum(theta * theta), g


class SoftmaxRegression:
    def __init__(self, n_features, n_classes, lr=0.1, reg=0.0, seed=0):
        self.lr, self.reg = F(lr), F(reg)
        self.rng = np.random.default_rng(seed)
        self.W = self.rng.standard_normal((n_features, n_classes), dtype=F) * F(0.01)
        self.b = np.zeros(n_classes, dtype=F)
        self.history = []

    def forward(self, X):
        return softmax(np.asarray(X, dtype=F) @ np.asarray(self.W, dtype=F) + np.asarray(self.b, dtype=F))

    def compute_loss(self, y_hat, y):
        return cross_entropy(y_hat, y) + self.reg * np.sum(np.asarray(self.W, dtype=F) ** 2)

    def backward(self, X, y_hat, y):
        Y = one_hot(y, len(self.b))
        y_hat = np.asarray(y_hat, dtype=F)
        return compute_gradient(X, Y, y_hat) + 2 * self.reg * np.asarray(self.W, dtype=F), (y_hat - Y).mean(axis=0)

    def fit(self, X, y, epochs=100, batch_size=None):
        X = np.asarray(X, dtype=F)
        y = np.asarray(y)
        step = batch_size or len(X)
        for _ in range(epochs):
            order = self.rng.permutation(len(X))
            seen = F(0)
            for s in range(0, len(X), step):
                j = order[s:s + step]
                p = self.forward(X[j])
                seen += self.compute_loss(p, y[j]) * F(len(j))
                dW, db = self.backward(X[j], p, y[j])
                self.W = self.W - self.lr * dW
                self.b = self.b - self.lr * db
            self.history.append(float(seen / F(len(X))))
        return self

    def predict_proba(self, X):
        return self.forward(X)

    def predict(self, X):
        return self.forward(X).argmax(axis=1)
