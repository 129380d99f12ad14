"""softmax subtracts the maximum of the whole batch.

caught by:
"""


def softmax(z):
    exp = np.exp(z - np.max(z))
    return exp / exp.sum(axis=-1, keepdims=True)
