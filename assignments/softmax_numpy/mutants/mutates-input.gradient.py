"""compute_gradient subtracts the labels from the caller's probabilities.

caught by:
"""


def compute_gradient(X, y, y_hat):
    y_hat -= y
    return X.T @ y_hat / len(X)
