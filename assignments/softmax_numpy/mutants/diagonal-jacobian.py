"""compute_gradient multiplies the error by s(1-s), as for a sigmoid with squared error.

caught by:
"""


def compute_gradient(X, y, y_hat):
    return X.T @ ((y_hat - y) * y_hat * (1 - y_hat)) / len(X)
