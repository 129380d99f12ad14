"""cross_entropy takes class indices only.

caught by:
cross_entropy.known_one_hot cross_entropy.one_hot_values cross_entropy.small_probability
cross_entropy.keeps_input cross_entropy.stable_zero_elsewhere
cross_entropy.stable_zero_true_class
"""


def cross_entropy(y_hat, y):
    return float(-np.log(y_hat[np.arange(len(y)), y] + 1e-15).mean())
