"""one_hot writes into a buffer that keeps the ones of the last call.

caught by:
"""

_BUFFERS = {}


def one_hot(y, num_classes):
    buffer = _BUFFERS.setdefault((len(y), num_classes), np.zeros((len(y), num_classes)))
    buffer[np.arange(len(y)), y] = 1
    return buffer.copy()
