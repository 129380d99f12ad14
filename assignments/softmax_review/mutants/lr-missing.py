"""train_numpy subtracts the whole gradient.

caught by:
train_numpy.two_classes train_numpy.three_classes train_numpy.train_loss train_numpy.train_accuracy
train_numpy.validation_curves
"""

_train_numpy = train_numpy


def train_numpy(X_train, y_train, X_val, y_val, num_classes, lr=0.5, epochs=100):
    return _train_numpy(X_train, y_train, X_val, y_val, num_classes, 1.0, epochs)
