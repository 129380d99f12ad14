"""cross_entropy takes its probabilities for logits.

caught by:
"""


def cross_entropy(y_hat, y):
    targets = one_hot(y, y_hat.shape[1]) if np.ndim(y) == 1 else y
    return float(-(targets * log_softmax(y_hat)).sum(axis=1).mean())
