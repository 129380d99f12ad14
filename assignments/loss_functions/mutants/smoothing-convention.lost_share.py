"""The true class gets 1 - alpha and nothing of alpha/C: rows sum to less than 1.

caught by:
smooth_labels.known_labels label_smoothing_loss.known_sample smooth_labels.values
smooth_labels.absent_classes label_smoothing_loss.values label_smoothing_loss.gradient
label_smoothing_loss.stable_large
"""


def smooth_labels(y, num_classes, alpha):
    labels = torch.full((len(y), num_classes), alpha / num_classes)
    return labels.scatter(1, y[:, None], 1 - alpha)
