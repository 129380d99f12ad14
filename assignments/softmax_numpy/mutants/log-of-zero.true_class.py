"""cross_entropy takes the logarithm of the true class's probability alone, also of 0.

caught by:
cross_entropy.stable_zero_true_class
"""


def cross_entropy(y_hat, y):
    classes = y if np.ndim(y) == 1 else np.argmax(y, axis=1)
    return float(-np.log(y_hat[np.arange(len(y_hat)), classes]).mean())
