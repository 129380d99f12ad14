"""cross_entropy is the mean squared error over all elements.

caught by:
"""


def cross_entropy(y_hat, y):
    targets = one_hot(y, y_hat.shape[1]) if np.ndim(y) == 1 else y
    return float(((y_hat - targets) ** 2).mean())
