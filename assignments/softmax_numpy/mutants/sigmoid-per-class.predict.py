"""predict uses last week's sigmoid.

caught by:
"""


def predict(X, theta):
    return 1 / (1 + np.exp(-(X @ theta)))
