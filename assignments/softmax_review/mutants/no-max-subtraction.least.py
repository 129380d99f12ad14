"""softmax subtracts the least number of each row.

caught by:
softmax.stable_mixed_rows
"""


def softmax(z):
    with np.errstate(all="ignore"):
        exp = np.exp(z - z.min(axis=1, keepdims=True))
        return exp / exp.sum(axis=1, keepdims=True)
