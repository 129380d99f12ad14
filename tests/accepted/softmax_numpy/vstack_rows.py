# Builds every matrix row by row with np.vstack, np.append and np.concatenate.
import numpy as np


def softmax(z):
    z = np.asarray(z)
    if len(z.shape) == 1:
        shifted = z - np.max(z)
        return np.exp(shifted) / np.sum(np.exp(shifted))
    rows = np.empty((0, z.shape[1]))
    for r in z:
        rows = np.vstack((rows, softmax(r)))
    return rows


def log_softmax(z):
    z = np.asarray(z)
    if len(z.shape) == 1:
        shifted = z - np.max(z)
        return shifted - np.log(np.sum(np.exp(shifted)))
    return np.vstack([log_softmax(r) for r in z])


def one_hot(y, num_classes):
    out = np.empty((0, num_classes))
    for label in y:
        v = np.zeros((1, num_classes))
        v[0, label] = 1
        out = np.append(out, v, axis=0)
    return out


def cross_entropy(y_hat, y):
    losses = np.array([])
    for p, t in zip(np.asarray(y_hat), np.asarray(y)):
        t = int(np.argmax(t)) if np.ndim(t) else int(t)
        losses = np.append(losses, -np.log(p[t] if p[t] > 1e-12 else 1e-12))
    return np.average(losses)


def compute_gradient(X, y, y_hat):
    X = np.asarray(X)
    e = np.asarray(y_hat) - np.asarray(y)
    return np.vstack([np.dot(X[:, j], e) for j in range(X.shape[1])]) / X.shape[0]


def predict(X, theta):
    return np.vstack([softmax(np.dot(x, theta)) for x in np.asarray(X)])


def predict_classes(X, theta):
    return np.hstack([np.argmax(row) for row in predict(X, theta)])


def update_theta(theta, gradient, lr):
    return np.vstack([t - lr * g for t, g in zip(np.asarray(theta), np.asarray(gradient))])


def compute_accuracy(X, y, theta):
    return np.count_nonzero(predict_classes(X, theta) == np.argmax(y, axis=1)) / len(X)


def loss_and_gradient(theta, X, y, reg):
    p = predict(X, theta)
    loss = cross_entropy(p, y) + reg * np.linalg.norm(theta) ** 2
    return loss, compute_gradient(X, one_hot(y, p.shape[1]), p) + 2 * reg * theta


class SoftmaxRegression:
    """Stacks W over b for the forward pass and pulls the two apart again."""

    def __init__(self, n_features, n_classes, lr=0.1, reg=0.0, seed=0):
        self.lr, self.reg, self.seed = lr, reg, seed
        self.W = np.vstack([np.zeros(n_classes) for _ in range(n_features)])
        self.b = np.concatenate([np.zeros(1) for _ in range(n_classes)])
        self.history = []

    def forward(self, X):
        X1 = np.hstack([X, np.ones((len(X), 1))])
        return predict(X1, np.vstack([self.W, self.b]))

    def compute_loss(self, y_hat, y):
        return cross_entropy(y_hat, y) + self.reg * np.linalg.norm(self.W) ** 2

    def backward(self, X, y_hat, y):
        X1 = np.column_stack([X, np.ones(len(X))])
        g = compute_gradient(X1, one_hot(y, self.W.shape[1]), y_hat)
        dW, db = np.vsplit(g, [-1])
        return dW + 2 * self.reg * self.W, np.squeeze(db, axis=0)

    def fit(self, X, y, epochs=100, batch_size=None):
        rs = np.random.RandomState(self.seed)
        data = np.column_stack((X, y))
        bs = batch_size if batch_size else len(data)
        for _ in range(epochs):
            shuffled = data[rs.permutation(len(data))]
            losses = np.empty(0)
            while len(shuffled) > 0:
                batch, shuffled = shuffled[:bs], shuffled[bs:]
                xb, yb = batch[:, :-1], batch[:, -1].astype(int)
                p = self.forward(xb)
                losses = np.append(losses, self.compute_loss(p, yb))
                dW, db = self.backward(xb, p, yb)
                self.W = self.W - self.lr * dW
                self.b = self.b - self.lr * db
            self.history.append(losses.mean())
        return self

    def predict_proba(self, X):
        return self.forward(X)

    def predict(self, X):
        return np.hstack([np.argmax(row) for row in self.forward(X)])
