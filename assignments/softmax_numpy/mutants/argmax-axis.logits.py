"""predict_classes and compute_accuracy take argmax of the logits over the samples.

caught by:
predict_classes.known_classes predict_classes.values predict_classes.many_classes
compute_accuracy.known_accuracy compute_accuracy.values compute_accuracy.absent_classes
"""


def predict_classes(X, theta):
    return np.argmax(X @ theta, axis=0)


def compute_accuracy(X, y, theta):
    return float((predict_classes(X, theta) == np.argmax(y, axis=0)).mean())
