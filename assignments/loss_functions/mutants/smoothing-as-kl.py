"""The divergence from the smoothed labels: their own entropy is subtracted.

caught by:
label_smoothing_loss.known_sample label_smoothing_loss.values label_smoothing_loss.stable_large
"""


def label_smoothing_loss(logits, y, alpha):
    targets = smooth_labels(y, logits.shape[1], alpha)
    return F.kl_div(F.log_softmax(logits, dim=1), targets, reduction="batchmean")
