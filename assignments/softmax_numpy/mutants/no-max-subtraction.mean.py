"""softmax subtracts each row's mean.

caught by:
softmax.stable_mixed_rows
"""


def softmax(z):
    exp = np.exp(z - np.mean(z, axis=-1, keepdims=True))
    return exp / exp.sum(axis=-1, keepdims=True)
