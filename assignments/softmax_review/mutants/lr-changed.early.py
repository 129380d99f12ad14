"""train_numpy halves the learning rate every ten epochs.

caught by:
train_numpy.two_classes train_numpy.three_classes train_numpy.train_loss
train_numpy.validation_curves
"""


def train_numpy(X_train, y_train, X_val, y_val, num_classes, lr=0.5, epochs=100):
    theta = np.zeros((X_train.shape[1], num_classes))
    history = {name: [] for name in CURVES}
    for epoch in range(epochs):
        loss, gradient = loss_and_gradient(theta, X_train, y_train, num_classes)
        val_loss, _ = loss_and_gradient(theta, X_val, y_val, num_classes)
        history["train_loss"].append(loss)
        history["train_accuracy"].append(float(np.mean(predict(X_train, theta) == y_train)))
        history["val_loss"].append(val_loss)
        history["val_accuracy"].append(float(np.mean(predict(X_val, theta) == y_val)))
        theta = theta - lr * gradient
        if epoch % 10 == 9:
            lr = lr / 2
    return theta, {name: np.array(curve) for name, curve in history.items()}
