"""compute_gradient divides by the number of classes.

caught by:
"""


def compute_gradient(X, y, y_hat):
    return X.T @ (y_hat - y) / y.shape[1]
