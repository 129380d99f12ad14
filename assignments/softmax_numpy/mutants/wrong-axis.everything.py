"""softmax normalises over the whole matrix.

caught by:
"""


def softmax(z):
    exp = np.exp(z - np.max(z))
    return exp / exp.sum()
