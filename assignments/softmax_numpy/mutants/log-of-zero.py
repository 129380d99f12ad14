"""cross_entropy takes the logarithm of every probability, also of 0.

caught by:
cross_entropy.stable_zero_elsewhere cross_entropy.stable_zero_true_class
"""


def cross_entropy(y_hat, y):
    targets = one_hot(y, y_hat.shape[1]) if np.ndim(y) == 1 else y
    return float(-(targets * np.log(y_hat)).sum(axis=1).mean())
