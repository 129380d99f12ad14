"""one_hot has a column for each different label of the batch.

caught by:
one_hot.three_labels one_hot.absent_classes
"""


def one_hot(y, num_classes):
    labels, place = np.unique(y, return_inverse=True)
    return np.eye(len(labels))[place]
