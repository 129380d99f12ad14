"""softmax subtracts one maximum from the whole batch.

caught by:
softmax.stable_mixed_rows
"""


def softmax(z):
    exp = np.exp(z - np.max(z))
    with np.errstate(all="ignore"):
        return exp / exp.sum(axis=1, keepdims=True)
