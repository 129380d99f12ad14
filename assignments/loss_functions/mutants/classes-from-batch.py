"""smooth_labels counts the classes of the batch.

caught by:
smooth_labels.known_labels label_smoothing_loss.known_sample smooth_labels.absent_classes
"""


def smooth_labels(y, num_classes, alpha):
    num_classes = int(y.max()) + 1
    one_hot = F.one_hot(y, num_classes).to(torch.get_default_dtype())
    return (1 - alpha) * one_hot + alpha / num_classes
