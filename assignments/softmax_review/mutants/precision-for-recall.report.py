"""fraud_report asks for the recall with the predictions in the place of the labels.

caught by:
fraud_report.two_classes fraud_report.three_classes
"""


def fraud_report(X_train, y_train, X_test, y_test, num_classes, lr=0.5, epochs=200):
    Z_train, Z_test = (add_intercept(part) for part in standardize(X_train, X_test))
    theta, history = train_numpy(Z_train, y_train, Z_test, y_test, num_classes, lr, epochs)
    y_pred = predict(Z_test, theta)
    return {
        "theta": theta,
        "history": history,
        "accuracy": float(np.mean(y_pred == y_test)),
        "recall": recall_per_class(y_pred, y_test, num_classes),
    }
