"""compute_accuracy counts the right samples.

caught by:
compute_accuracy.known_accuracy compute_accuracy.values compute_accuracy.absent_classes
"""


def compute_accuracy(X, y, theta):
    return int((predict_classes(X, theta) == np.argmax(y, axis=1)).sum())
