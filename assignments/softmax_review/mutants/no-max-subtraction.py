"""softmax does not subtract the maximum.

caught by:
softmax.stable_large softmax.stable_mixed_rows
"""


def softmax(z):
    with np.errstate(all="ignore"):
        exp = np.exp(z)
        return exp / exp.sum(axis=1, keepdims=True)
