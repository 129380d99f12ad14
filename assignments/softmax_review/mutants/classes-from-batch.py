"""one_hot has as many columns as the batch has labels.

caught by:
one_hot.absent_classes
"""


def one_hot(y, num_classes):
    return np.eye(int(np.max(y)) + 1)[y]
