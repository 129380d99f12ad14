"""cross_entropy counts every probability below 0.001 as 0.001.

caught by:
cross_entropy.small_probability cross_entropy.stable_zero_true_class
"""


def cross_entropy(y_hat, y):
    targets = one_hot(y, y_hat.shape[1]) if np.ndim(y) == 1 else y
    return float(-(targets * np.log(np.clip(y_hat, 1e-3, None))).sum(axis=1).mean())
