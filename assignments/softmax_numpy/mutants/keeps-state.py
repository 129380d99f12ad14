"""one_hot writes into a buffer that keeps the ones of the last call.

caught by:
one_hot.missing_classes one_hot.second_call

carried to:
SoftmaxRegression.learns_three_groups SoftmaxRegression.full_batch_steps SoftmaxRegression.converges
SoftmaxRegression.converges_in_batches SoftmaxRegression.steps_in_batches
SoftmaxRegression.same_seed SoftmaxRegression.history_falls SoftmaxRegression.history_mean
"""

_BUFFERS = {}


def one_hot(y, num_classes):
    buffer = _BUFFERS.setdefault((len(y), num_classes), np.zeros((len(y), num_classes)))
    buffer[np.arange(len(y)), y] = 1
    return buffer.copy()
