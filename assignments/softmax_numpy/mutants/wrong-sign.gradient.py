"""compute_gradient takes label minus prediction.

caught by:
"""


def compute_gradient(X, y, y_hat):
    return X.T @ (y - y_hat) / len(X)
