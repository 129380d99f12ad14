"""train_numpy measures the validation curves on the training data.

caught by:
train_numpy.validation_curves
"""

_train_numpy = train_numpy


def train_numpy(X_train, y_train, X_val, y_val, num_classes, lr=0.5, epochs=100):
    return _train_numpy(X_train, y_train, X_train, y_train, num_classes, lr, epochs)
