"""compute_gradient returns the transpose.

caught by:
"""


def compute_gradient(X, y, y_hat):
    return (y_hat - y).T @ X / len(X)
