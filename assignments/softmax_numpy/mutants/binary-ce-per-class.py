"""cross_entropy is the sum over the classes of their binary cross-entropies.

caught by:
cross_entropy.known_one_hot cross_entropy.known_index cross_entropy.one_hot_values
cross_entropy.index_values cross_entropy.small_probability cross_entropy.stable_zero_elsewhere

carried to:
loss_and_gradient.known_loss loss_and_gradient.loss_values SoftmaxRegression.loss_values
"""


def cross_entropy(y_hat, y):
    targets = one_hot(y, y_hat.shape[1]) if np.ndim(y) == 1 else y
    p = np.clip(y_hat, 1e-15, 1 - 1e-15)
    return float(-(targets * np.log(p) + (1 - targets) * np.log(1 - p)).sum(axis=1).mean())
