"""train_numpy ends after ten epochs without a lower val_loss.

caught by:
train_numpy.train_loss train_numpy.validation_curves
"""


def train_numpy(X_train, y_train, X_val, y_val, num_classes, lr=0.5, epochs=100):
    theta = np.zeros((X_train.shape[1], num_classes))
    history = {name: [] for name in CURVES}
    best, still = float("inf"), 0
    for _ in range(epochs):
        loss, gradient = loss_and_gradient(theta, X_train, y_train, num_classes)
        val_loss, _ = loss_and_gradient(theta, X_val, y_val, num_classes)
        history["train_loss"].append(loss)
        history["train_accuracy"].append(float(np.mean(predict(X_train, theta) == y_train)))
        history["val_loss"].append(val_loss)
        history["val_accuracy"].append(float(np.mean(predict(X_val, theta) == y_val)))
        theta = theta - lr * gradient
        still = 0 if val_loss < best else still + 1
        best = min(best, val_loss)
        if still == 10:
            break
    return theta, {name: np.array(curve) for name, curve in history.items()}
