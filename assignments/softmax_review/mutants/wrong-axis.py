"""softmax normalises over the samples.

caught by:
softmax.two_rows softmax.values softmax.stable_large softmax.stable_mixed_rows
"""


def softmax(z):
    exp = np.exp(z - np.max(z, axis=0, keepdims=True))
    return exp / exp.sum(axis=0, keepdims=True)
