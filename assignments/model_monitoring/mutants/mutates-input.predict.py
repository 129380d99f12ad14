"""X is standardised in place before it is answered.

caught by:
predict_with_metrics.features_are_left_alone
"""

_predict = predict_with_metrics


def predict_with_metrics(model, X):
    classes = _predict(model, X)
    X -= X.mean(axis=0)
    return classes
