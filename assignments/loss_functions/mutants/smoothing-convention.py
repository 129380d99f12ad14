"""alpha goes to the C - 1 other classes.

caught by:
smooth_labels.known_labels label_smoothing_loss.known_sample smooth_labels.values
smooth_labels.absent_classes label_smoothing_loss.values label_smoothing_loss.gradient
label_smoothing_loss.stable_large
"""


def smooth_labels(y, num_classes, alpha):
    one_hot = F.one_hot(y, num_classes).to(torch.get_default_dtype())
    return (1 - alpha) * one_hot + alpha / (num_classes - 1) * (1 - one_hot)
