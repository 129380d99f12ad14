"""cross_entropy and compute_gradient take sums over the samples.

caught by:
"""


def cross_entropy(y_hat, y):
    targets = one_hot(y, y_hat.shape[1]) if np.ndim(y) == 1 else y
    return float(-(targets * np.log(np.maximum(y_hat, 1e-15))).sum())


def compute_gradient(X, y, y_hat):
    return X.T @ (y_hat - y)
