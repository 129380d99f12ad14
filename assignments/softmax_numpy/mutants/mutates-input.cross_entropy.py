"""cross_entropy clips the caller's probabilities.

caught by:
cross_entropy.keeps_input
"""


def cross_entropy(y_hat, y):
    np.maximum(y_hat, 1e-15, out=y_hat)
    targets = one_hot(y, y_hat.shape[1]) if np.ndim(y) == 1 else y
    return float(-(targets * np.log(y_hat)).sum(axis=1).mean())
