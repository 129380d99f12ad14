"""compute_accuracy is last week's: the share of equal elements after rounding.

caught by:
compute_accuracy.known_accuracy compute_accuracy.values compute_accuracy.absent_classes
"""


def compute_accuracy(X, y, theta):
    return float((predict(X, theta).round() == y).mean())
