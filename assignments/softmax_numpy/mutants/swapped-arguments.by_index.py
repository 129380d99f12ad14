"""cross_entropy takes the labels first, as indices or one-hot.

caught by:
"""


def cross_entropy(y, y_hat):
    classes = y if np.ndim(y) == 1 else np.argmax(y, axis=1)
    return float(-np.log(np.maximum(y_hat[np.arange(len(classes)), classes], 1e-15)).mean())
