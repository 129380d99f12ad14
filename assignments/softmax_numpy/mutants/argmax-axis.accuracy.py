"""compute_accuracy compares the most probable samples of each class.

caught by:
compute_accuracy.known_accuracy compute_accuracy.values compute_accuracy.absent_classes
"""


def compute_accuracy(X, y, theta):
    return float((np.argmax(predict(X, theta), axis=0) == np.argmax(y, axis=0)).mean())
