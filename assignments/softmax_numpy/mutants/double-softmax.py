"""predict applies softmax to probabilities.

caught by:
"""


def predict(X, theta):
    return softmax(softmax(X @ theta))
