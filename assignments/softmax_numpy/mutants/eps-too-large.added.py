"""cross_entropy adds 0.001 to every probability.

caught by:
"""


def cross_entropy(y_hat, y):
    targets = one_hot(y, y_hat.shape[1]) if np.ndim(y) == 1 else y
    return float(-(targets * np.log(y_hat + 1e-3)).sum(axis=1).mean())
