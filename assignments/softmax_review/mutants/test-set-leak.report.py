"""fraud_report standardises both parts together.

caught by:
fraud_report.three_classes fraud_report.theta fraud_report.history
"""


def fraud_report(X_train, y_train, X_test, y_test, num_classes, lr=0.5, epochs=200):
    both, _ = standardize(np.concatenate([X_train, X_test]), X_test)
    Z_train, Z_test = np.split(add_intercept(both), [len(X_train)])
    theta, history = train_numpy(Z_train, y_train, Z_test, y_test, num_classes, lr, epochs)
    y_pred = predict(Z_test, theta)
    return {
        "theta": theta,
        "history": history,
        "accuracy": float(np.mean(y_pred == y_test)),
        "recall": recall_per_class(y_test, y_pred, num_classes),
    }
