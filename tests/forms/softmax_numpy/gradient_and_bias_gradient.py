# expect: *=missing compute_gradient=failed points=0
import numpy as np


def compute_gradient(X, y, y_hat):
    error = (y_hat - y) / len(X)
    return X.T @ error, error.sum(axis=0)
