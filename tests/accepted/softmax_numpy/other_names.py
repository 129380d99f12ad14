"""Names that the assignment lists as aliases: softmax_function, compute_loss, one_hot_encoding, update_weights, accuracy, ..."""
import numpy as np


def softmax_function(z):
    z = np.asarray(z, dtype=np.float64)
    e = np.exp(z - z.max(axis=-1, keepdims=True))
    return np.einsum("...c,...->...c", e, 1.0 / np.einsum("...c->...", e))


def log_softmax(z):
    z = np.asarray(z, dtype=np.float64)
    s = z - np.expand_dims(z.max(-1), -1)
    return s - np.log(np.einsum("...c->...", np.exp(s)))[..., None]


def one_hot_encoding(y, num_classes):
    return np.eye(num_classes)[np.asarray(y).astype(int)]


def compute_loss(y_hat, y):
    y_hat = np.asarray(y_hat, dtype=np.float64)
    y = np.asarray(y)
    if y.ndim == 1:
        y = one_hot_encoding(y, y_hat.shape[1])
    return -np.einsum("nc,nc->", y, np.log(np.clip(y_hat, 1e-15, 1))) / len(y)


def compute_grad(X, y, y_hat):
    return np.einsum("nd,nc->dc", X, np.subtract(y_hat, y)) / np.shape(X)[0]


def predict(X, theta):
    return softmax_function(np.einsum("nd,dc->nc", X, theta))


def predict_classes(X, theta):
    return np.einsum("nd,dc->nc", X, theta).argmax(1)


def update_weights(theta, gradient, lr):
    return theta - np.einsum(",dc->dc", lr, gradient)


def accuracy(X, y, theta):
    hit = np.equal(predict_classes(X, theta), np.argmax(y, axis=1)).astype(float)
    return np.einsum("n->", hit) / hit.size


def loss_and_gradient(theta, X, y, reg):
    theta = np.asarray(theta, dtype=float)
    y = np.asarray(y)
    Y = y if y.ndim == 2 else one_hot_encoding(y, theta.shape[1])
    lp = log_softmax(np.einsum("nd,dc->nc", X, theta))
    loss = -np.einsum("nc,nc->", Y, lp) / len(Y) + reg * np.einsum("dc,dc->", theta, theta)
    return loss, compute_grad(X, Y, np.exp(lp)) + 2 * reg * theta


class SoftmaxClassifier:
    def __init__(self, n_features, n_classes, lr=0.1, reg=0.0, seed=0):
        self.lr = lr
        self.reg = reg
        self.rng = np.random.default_rng(seed)
        self.W = self.rng.normal(0, 0.01, (n_features, n_classes))
        self.b = np.zeros((n_classes,))
        self.history = []

    def forward(self, X):
        return softmax_function(np.einsum("nd,dc->nc", X, self.W) + self.b)

    def compute_loss(self, y_hat, y):
        return compute_loss(y_hat, y) + self.reg * np.einsum("dc,dc", self.W, self.W)

    def backward(self, X, y_hat, y):
        y = np.asarray(y)
        d = y_hat - (y if y.ndim == 2 else one_hot_encoding(y, self.b.size))
        dW = np.einsum("nd,nc->dc", X, d) / len(d) + 2 * self.reg * self.W
        return dW, np.einsum("nc->c", d) / len(d)

    def fit(self, X, y, epochs=100, batch_size=None):
        X, y = np.asarray(X, dtype=float), np.asarray(y)
        n = len(X)
        for _ in range(epochs):
            idx = self.rng.permutation(n)
            ls, ws = [], []
            for part in np.array_split(idx, int(np.ceil(n / (batch_size or n)))):
                p = self.forward(X[part])
                ls.append(self.compute_loss(p, y[part]))
                ws.append(float(part.size))
                dW, db = self.backward(X[part], p, y[part])
                self.W = self.W - self.lr * dW
                self.b = self.b - self.lr * db
            self.history.append(np.einsum("i,i->", np.array(ls), np.array(ws)) / n)
        return self

    def predict_proba(self, X):
        return self.forward(X)

    def predict(self, X):
        return self.forward(X).argmax(axis=1)
