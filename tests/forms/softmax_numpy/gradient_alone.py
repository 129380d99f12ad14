# expect: *=missing compute_gradient=passed points=9
import numpy as np


def compute_gradient(X, y, y_hat):
    total = np.zeros((X.shape[1], y.shape[1]))
    for x, error in zip(X, y_hat - y):
        total += x[:, None] * error[None, :]
    return total / len(X)
