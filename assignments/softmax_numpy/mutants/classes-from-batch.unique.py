"""one_hot makes a column for each label that is present.

caught by:
one_hot.missing_classes

carried to:
SoftmaxRegression.uses_every_sample SoftmaxRegression.steps_in_batches
SoftmaxRegression.absent_class SoftmaxRegression.same_seed SoftmaxRegression.history_length
SoftmaxRegression.history_mean
"""


def one_hot(y, num_classes):
    present, column = np.unique(y, return_inverse=True)
    return np.eye(len(present))[column]
