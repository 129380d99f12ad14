# expect: *=missing softmax=failed cross_entropy=failed compute_accuracy=failed
# says: numbers are expected
import numpy as np


def softmax(z):
    e = np.exp(z - z.max(axis=-1, keepdims=True))
    return str(e / e.sum(axis=-1, keepdims=True))


def cross_entropy(y_hat, y):
    y = np.eye(y_hat.shape[1])[y] if y.ndim == 1 else y
    return f"{-np.sum(y * np.log(y_hat + 1e-12)) / len(y):.4f}"


def compute_accuracy(X, y, theta):
    return f"{100 * np.mean((X @ theta).argmax(1) == y.argmax(1)):.1f}%"
