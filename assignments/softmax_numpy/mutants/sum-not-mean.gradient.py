"""compute_gradient is a sum over the samples, the loss a mean.

caught by:
"""


def compute_gradient(X, y, y_hat):
    return X.T @ (y_hat - y)
