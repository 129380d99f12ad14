"""train_torch measures the validation curves on the training data.

caught by:
train_torch.validation_loss
"""

_train_torch = train_torch


def train_torch(X_train, y_train, X_val, y_val, num_classes, lr=0.5, epochs=100):
    return _train_torch(X_train, y_train, X_train, y_train, num_classes, lr, epochs)
