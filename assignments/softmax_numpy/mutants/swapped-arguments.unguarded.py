"""cross_entropy takes the labels first, and does not guard the logarithm.

caught by:
"""


def cross_entropy(y, y_hat):
    return float(-(y * np.log(y_hat)).sum(axis=1).mean())
