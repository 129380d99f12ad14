"""The sum over the samples is divided by the number of classes.

caught by:
cross_entropy.known_sample nll_loss.known_batch label_smoothing_loss.known_sample
cross_entropy.values cross_entropy.stable_large nll_loss.values nll_loss.stable_minus_infinity
label_smoothing_loss.values label_smoothing_loss.alpha_zero label_smoothing_loss.stable_large
"""


def cross_entropy(logits, y):
    return -_of_label(F.log_softmax(logits, dim=1), y).sum() / logits.shape[1]


def nll_loss(log_probs, y):
    return -_of_label(log_probs, y).sum() / log_probs.shape[1]


def label_smoothing_loss(logits, y, alpha):
    targets = smooth_labels(y, logits.shape[1], alpha)
    return -(targets * F.log_softmax(logits, dim=1)).sum() / logits.shape[1]
