"""cross_entropy is last week's: the mean of all binary cross-entropies.

caught by:
"""


def cross_entropy(y_hat, y):
    targets = one_hot(y, y_hat.shape[1]) if np.ndim(y) == 1 else y
    p = np.clip(y_hat, 1e-7, 1 - 1e-7)
    return float((-targets * np.log(p) - (1 - targets) * np.log(1 - p)).mean())
