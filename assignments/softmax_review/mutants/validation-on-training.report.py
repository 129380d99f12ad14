"""fraud_report reports on the training data.

caught by:
fraud_report.two_classes fraud_report.three_classes
"""


def fraud_report(X_train, y_train, X_test, y_test, num_classes, lr=0.5, epochs=200):
    Z_train, Z_test = (add_intercept(part) for part in standardize(X_train, X_test))
    theta, history = train_numpy(Z_train, y_train, Z_test, y_test, num_classes, lr, epochs)
    y_pred = predict(Z_train, theta)
    return {
        "theta": theta,
        "history": history,
        "accuracy": float(np.mean(y_pred == y_train)),
        "recall": recall_per_class(y_train, y_pred, num_classes),
    }
