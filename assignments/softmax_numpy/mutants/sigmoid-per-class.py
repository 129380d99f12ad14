"""softmax is last week's sigmoid.

caught by:
"""


def softmax(z):
    return 1 / (1 + np.exp(-z))
