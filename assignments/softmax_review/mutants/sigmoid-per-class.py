"""softmax is the sigmoid of each logit.

caught by:
softmax.two_rows softmax.values softmax.stable_large softmax.stable_mixed_rows
"""


def softmax(z):
    with np.errstate(all="ignore"):
        return 1 / (1 + np.exp(-z))
