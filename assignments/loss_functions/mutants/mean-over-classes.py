"""The mean of the (N, C) table of one-hot labels times log-probabilities.

caught by:
cross_entropy.known_sample cross_entropy.known_batch label_smoothing_loss.known_sample
cross_entropy.values cross_entropy.stable_large label_smoothing_loss.values
label_smoothing_loss.alpha_zero label_smoothing_loss.stable_large
"""


def cross_entropy(logits, y):
    return -(F.one_hot(y, logits.shape[1]) * F.log_softmax(logits, dim=1)).mean()


def label_smoothing_loss(logits, y, alpha):
    targets = smooth_labels(y, logits.shape[1], alpha)
    return -(targets * F.log_softmax(logits, dim=1)).mean()
