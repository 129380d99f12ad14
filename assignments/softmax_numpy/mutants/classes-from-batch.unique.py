"""one_hot makes a column for each label that is present.

caught by:
"""


def one_hot(y, num_classes):
    present, column = np.unique(y, return_inverse=True)
    return np.eye(len(present))[column]
