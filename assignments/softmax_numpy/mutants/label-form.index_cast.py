"""cross_entropy makes whole numbers of the labels, and takes them for class indices.

caught by:
cross_entropy.known_one_hot cross_entropy.one_hot_values cross_entropy.small_probability
cross_entropy.keeps_input cross_entropy.stable_zero_elsewhere
cross_entropy.stable_zero_true_class
"""


def cross_entropy(y_hat, y):
    classes = np.asarray(y, dtype=int)
    return float(-np.log(y_hat[np.arange(len(classes)), classes] + 1e-15).mean())
