"""train_numpy's accuracies go up to 100.

caught by:
train_numpy.train_accuracy train_numpy.validation_curves
"""

_train_numpy = train_numpy


def train_numpy(X_train, y_train, X_val, y_val, num_classes, lr=0.5, epochs=100):
    theta, history = _train_numpy(X_train, y_train, X_val, y_val, num_classes, lr, epochs)
    return theta, {k: 100 * v if "accuracy" in k else v for k, v in history.items()}
