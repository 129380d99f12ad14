"""compute_accuracy multiplies by 100.

caught by:
compute_accuracy.known_accuracy compute_accuracy.values compute_accuracy.absent_classes
"""


def compute_accuracy(X, y, theta):
    return 100 * float((predict_classes(X, theta) == np.argmax(y, axis=1)).mean())
