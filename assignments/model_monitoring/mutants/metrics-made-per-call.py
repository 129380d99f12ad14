"""The metrics are made inside the function, so a second call registers them again.

caught by:
predict_with_metrics.known_counts predict_with_metrics.values
predict_with_metrics.features_are_left_alone predict_with_metrics.requests_are_counted
predict_with_metrics.errors_are_counted predict_with_metrics.status_label
predict_with_metrics.latency_of_every_request predict_with_metrics.buckets
predict_with_metrics.in_progress_inside predict_with_metrics.in_progress_after_an_error
predict_with_metrics.in_progress_side_by_side predict_with_metrics.predictions_by_class
"""

_predict = predict_with_metrics
_own = CollectorRegistry()


def predict_with_metrics(model, X):
    Counter("model_answers_total", "Answers.", registry=_own)
    return _predict(model, X)
