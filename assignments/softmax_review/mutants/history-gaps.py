"""train_numpy ends once the loss falls by less than 0.0001.

caught by:
train_numpy.train_loss train_numpy.validation_curves
"""


def train_numpy(X_train, y_train, X_val, y_val, num_classes, lr=0.5, epochs=100):
    theta = np.zeros((X_train.shape[1], num_classes))
    history = {name: [] for name in CURVES}
    for _ in range(epochs):
        loss, gradient = loss_and_gradient(theta, X_train, y_train, num_classes)
        val_loss, _ = loss_and_gradient(theta, X_val, y_val, num_classes)
        history["train_loss"].append(loss)
        history["train_accuracy"].append(float(np.mean(predict(X_train, theta) == y_train)))
        history["val_loss"].append(val_loss)
        history["val_accuracy"].append(float(np.mean(predict(X_val, theta) == y_val)))
        theta = theta - lr * gradient
        if len(history["train_loss"]) > 1 and history["train_loss"][-2] - loss < 1e-4:
            break
    return theta, {name: np.array(curve) for name, curve in history.items()}
