"""cross_entropy takes the labels first, and guards the logarithm.

caught by:
"""


def cross_entropy(y, y_hat):
    return float(-(y * np.log(np.maximum(y_hat, 1e-15))).sum(axis=1).mean())
