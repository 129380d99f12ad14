"""__len__ is 0 before training, __repr__, __eq__, __bool__, __iter__, __getitem__ and __del__ defined; fit starts over each time."""
import numpy as np


def softmax(z):
    z = np.asarray(z, dtype=float)
    e = np.exp(z - z.max(axis=-1, keepdims=True))
    return e / e.sum(axis=-1, keepdims=True)


def log_softmax(z):
    z = np.asarray(z, dtype=float)
    s = z - z.max(axis=-1, keepdims=True)
    return s - np.log(np.exp(s).sum(axis=-1, keepdims=True))


def one_hot(y, num_classes):
    return np.eye(num_classes)[y]


def cross_entropy(y_hat, y):
    y = np.asarray(y)
    if y.ndim == 1:
        y = one_hot(y, y_hat.shape[1])
    return -np.einsum("ij,ij->i", y, np.log(np.clip(y_hat, 1e-12, 1.0))).mean()


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
    loss = cross_entropy(p, y) + reg * np.sum(theta**2)
    return loss, compute_gradient(X, one_hot(y, theta.shape[1]), p) + 2 * reg * theta


class SoftmaxRegression:
    def __init__(self, n_features, n_classes, lr=0.1, reg=0.0, seed=0):
        self.W = np.zeros((n_features, n_classes))
        self.b = np.zeros(n_classes)
        self.lr = lr
        self.reg = reg
        self.seed = seed
        self.history = []

    def __repr__(self):
        return f"SoftmaxRegression(loss={self.history[-1]:.3f})"      # IndexError before fit

    def __len__(self):
        return len(self.history)

    def __bool__(self):
        return bool(self.history)

    def __iter__(self):
        return iter((self.W, self.b))

    def __getitem__(self, key):
        return getattr(self, key)

    def __eq__(self, other):
        return np.array_equal(self.W, other.W) and np.array_equal(self.b, other.b)

    def __call__(self, X):
        return self.forward(X)

    def __del__(self):
        print("Tạm biệt")

    def forward(self, X):
        return softmax(X @ self.W + self.b)

    def compute_loss(self, y_hat, y):
        return cross_entropy(y_hat, y) + self.reg * np.sum(self.W**2)

    def backward(self, X, y_hat, y):
        Y = one_hot(y, self.b.size)
        return compute_gradient(X, Y, y_hat) + 2 * self.reg * self.W, np.mean(y_hat - Y, axis=0)

    def fit(self, X, y, epochs=100, batch_size=None):
        self.history = []
        generator = np.random.default_rng(self.seed)
        size = len(X) if batch_size is None else batch_size
        for _ in range(epochs):
            order = generator.permutation(len(X))
            total = 0.0
            for start in range(0, len(X), size):
                rows = order[start:start + size]
                p = self(X[rows])
                total += self.compute_loss(p, y[rows]) * rows.size
                dW, db = self.backward(X[rows], p, y[rows])
                self.W = self.W - self.lr * dW
                self.b = self.b - self.lr * db
            self.history.append(total / len(X))
        return self

    def predict_proba(self, X):
        return self(X)

    def predict(self, X):
        return self(X).argmax(axis=1)
