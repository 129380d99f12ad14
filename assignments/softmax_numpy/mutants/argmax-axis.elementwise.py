"""compute_accuracy is last week's: the share of equal elements after rounding.

caught by:
"""


def compute_accuracy(X, y, theta):
    return float((predict(X, theta).round() == y).mean())
