"""compute_gradient divides by N·K, the loss by N.

caught by:
"""


def compute_gradient(X, y, y_hat):
    return X.T @ (y_hat - y) / y.size
