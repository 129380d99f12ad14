"""train_torch's accuracies go up to 100.

caught by:
train_torch.accuracies
"""

_train_torch = train_torch


def train_torch(X_train, y_train, X_val, y_val, num_classes, lr=0.5, epochs=100):
    model, history = _train_torch(X_train, y_train, X_val, y_val, num_classes, lr, epochs)
    return model, {k: 100 * v if "accuracy" in k else v for k, v in history.items()}
