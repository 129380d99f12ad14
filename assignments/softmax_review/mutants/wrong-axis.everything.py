"""softmax normalises over the whole batch.

caught by:
softmax.two_rows softmax.values softmax.stable_large softmax.stable_mixed_rows
"""


def softmax(z):
    exp = np.exp(z - np.max(z))
    return exp / exp.sum()
