"""one_hot numbers the classes that are among the labels, and takes these numbers for the labels.

caught by:
one_hot.missing_classes

carried to:
SoftmaxRegression.history_mean
"""


def one_hot(y, num_classes):
    _, numbers = np.unique(y, return_inverse=True)
    return np.eye(num_classes)[numbers]
