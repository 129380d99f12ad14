# Every function is a lambda that is assigned to its name; list comprehensions row by row.
import numpy as np

as2d = lambda z: np.array(z, dtype=float, ndmin=2)
like = lambda out, z: np.array(out).reshape(np.shape(z))

softmax = lambda z: like([np.exp(r - max(r)) / sum(np.exp(r - max(r))) for r in as2d(z)], z)
log_softmax = lambda z: like([r - max(r) - np.log(sum(np.exp(r - max(r)))) for r in as2d(z)], z)
one_hot = lambda y, num_classes: np.array([[int(k == c) for c in range(num_classes)] for k in y])
cross_entropy = lambda y_hat, y: -np.mean(
    [np.log(max(p[t if np.ndim(t) == 0 else int(np.argmax(t))], 1e-15)) for p, t in zip(y_hat, np.asarray(y))]
)
compute_gradient = lambda X, y, y_hat: sum(np.outer(x, p - t) for x, t, p in zip(X, y, y_hat)) / len(X)
predict = lambda X, theta: softmax(X @ theta)
predict_classes = lambda X, theta: np.array([int(np.argmax(p)) for p in predict(X, theta)])
update_theta = lambda theta, gradient, lr: theta - lr * gradient
compute_accuracy = lambda X, y, theta: sum(
    a == b for a, b in zip(predict_classes(X, theta), [int(np.argmax(t)) for t in y])
) / len(X)
loss_and_gradient = lambda theta, X, y, reg: (
    cross_entropy(predict(X, theta), y) + reg * (theta * theta).sum(),
    compute_gradient(X, one_hot(y, theta.shape[1]), predict(X, theta)) + 2 * reg * theta,
)


class SoftmaxRegression:
    def __init__(self, n_features, n_classes, lr=0.1, reg=0.0, seed=0):
        self.lr = lr; self.reg = reg; self.seed = seed
        self.W = np.zeros((n_features, n_classes)); self.b = np.zeros(n_classes); self.history = []

    forward = lambda self, X: softmax(X @ self.W + self.b)
    predict_proba = lambda self, X: self.forward(X)
    predict = lambda self, X: np.array([int(np.argmax(p)) for p in self.forward(X)])
    compute_loss = lambda self, y_hat, y: cross_entropy(y_hat, y) + self.reg * (self.W ** 2).sum()
    backward = lambda self, X, y_hat, y: (
        compute_gradient(X, one_hot(y, len(self.b)), y_hat) + 2 * self.reg * self.W,
        (y_hat - one_hot(y, len(self.b))).sum(axis=0) / len(X),
    )

    def fit(self, X, y, epochs=100, batch_size=None):
        step = batch_size or len(X)
        for _ in range(epochs):
            for a, t in [(X[i:i + step], y[i:i + step]) for i in range(0, len(X), step)]:
                dW, db = self.backward(a, self.forward(a), t)
                self.W, self.b = self.W - self.lr * dW, self.b - self.lr * db
            self.history.append(self.compute_loss(self.forward(X), y))
        return self
