"""compute_accuracy compares the predicted classes with one-hot labels.

caught by:
compute_accuracy.known_accuracy compute_accuracy.values compute_accuracy.absent_classes
"""


def compute_accuracy(X, y, theta):
    return float((predict_classes(X, theta) == y).mean())
