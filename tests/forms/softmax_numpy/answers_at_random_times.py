# expect: softmax=passed one_hot=crashed|failed cross_entropy=passed
# A function that works once: a global is used up by the first call of a cell below it.
import numpy as np

pool = iter([np.eye(3), np.eye(3)])


def softmax(z):
    z = np.asarray(z, dtype=float)
    e = np.exp(z - z.max(axis=-1, keepdims=True))
    return e / e.sum(axis=-1, keepdims=True)


def one_hot(y, num_classes):
    return next(pool)[y]


def cross_entropy(y_hat, y):
    p = y_hat[np.arange(len(y)), y] if y.ndim == 1 else (y_hat * y).sum(axis=1)
    return -np.log(np.maximum(p, 1e-12)).mean()


print(one_hot(np.array([0, 1]), 3), one_hot(np.array([2]), 3))
