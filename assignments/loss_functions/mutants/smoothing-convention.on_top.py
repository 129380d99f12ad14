"""alpha/C is added to labels that keep their whole 1.

caught by:
smooth_labels.known_labels label_smoothing_loss.known_sample smooth_labels.values
smooth_labels.absent_classes label_smoothing_loss.values label_smoothing_loss.gradient
label_smoothing_loss.stable_large
"""


def smooth_labels(y, num_classes, alpha):
    return F.one_hot(y, num_classes) + alpha / num_classes
