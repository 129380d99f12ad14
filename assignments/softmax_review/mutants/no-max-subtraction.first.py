"""softmax subtracts the first number of each row.

caught by:
softmax.stable_mixed_rows
"""


def softmax(z):
    with np.errstate(all="ignore"):
        exp = np.exp(z - z[:, :1])
        return exp / exp.sum(axis=1, keepdims=True)
