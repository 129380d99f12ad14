"""one_hot counts classes from 1.

caught by:
one_hot.three_labels one_hot.values one_hot.absent_classes
"""

_one_hot = one_hot


def one_hot(y, num_classes):
    return _one_hot(np.asarray(y) - 1, num_classes)
