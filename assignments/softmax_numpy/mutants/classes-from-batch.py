"""one_hot makes as many columns as the largest label needs.

caught by:
"""


def one_hot(y, num_classes):
    return np.eye(np.max(y) + 1)[y]
