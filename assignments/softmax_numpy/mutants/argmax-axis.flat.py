"""predict_classes takes argmax over everything.

caught by:
predict_classes.known_classes predict_classes.values predict_classes.many_classes
"""


def predict_classes(X, theta):
    return np.argmax(X @ theta)


def compute_accuracy(X, y, theta):
    return float((np.argmax(predict(X, theta), axis=1) == np.argmax(y, axis=1)).mean())
