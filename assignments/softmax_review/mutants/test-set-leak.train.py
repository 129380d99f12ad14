"""train_numpy trains on the validation samples as well.

caught by:
train_numpy.two_classes train_numpy.three_classes train_numpy.train_loss train_numpy.train_accuracy
train_numpy.validation_curves train_numpy.ignores_validation
"""

_train_numpy = train_numpy


def train_numpy(X_train, y_train, X_val, y_val, num_classes, lr=0.5, epochs=100):
    X, y = np.concatenate([X_train, X_val]), np.concatenate([y_train, y_val])
    return _train_numpy(X, y, X_val, y_val, num_classes, lr, epochs)
