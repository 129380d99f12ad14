# expect: *=missing compute_gradient=passed cross_entropy=crashed cross_entropy.known_index=passed cross_entropy.index_values=passed
import numpy as np


def cross_entropy(y_hat, y):
    return -np.log(y_hat[range(len(y)), y]).mean()


def compute_gradient(X, y, y_hat):
    return np.einsum("nd,nk->dk", X, y_hat - y) / len(X)
