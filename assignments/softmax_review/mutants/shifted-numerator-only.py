"""softmax subtracts the maximum in the numerator only.

caught by:
softmax.two_rows softmax.values softmax.stable_large softmax.stable_mixed_rows
"""


def softmax(z):
    with np.errstate(all="ignore"):
        exp = np.exp(z - np.max(z, axis=1, keepdims=True))
        return exp / np.exp(z).sum(axis=1, keepdims=True)
