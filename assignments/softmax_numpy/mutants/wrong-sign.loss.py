"""cross_entropy has no minus.

caught by:
"""


def cross_entropy(y_hat, y):
    targets = one_hot(y, y_hat.shape[1]) if np.ndim(y) == 1 else y
    return float((targets * np.log(np.maximum(y_hat, 1e-15))).sum(axis=1).mean())
