"""compute_gradient divides by the number of features.

caught by:
"""


def compute_gradient(X, y, y_hat):
    return X.T @ (y_hat - y) / X.shape[1]
