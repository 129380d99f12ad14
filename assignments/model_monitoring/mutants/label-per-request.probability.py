"""Predictions are counted under their probability.

caught by:
predict_with_metrics.predictions_by_class predict_with_metrics.number_of_series
"""

def predict_with_metrics(model, X):
    with IN_PROGRESS.track_inprogress(), LATENCY.time():
        try:
            p = model.predict_proba(X)
        except Exception:
            REQUESTS.labels(status="error").inc()
            raise
        REQUESTS.labels(status="success").inc()
        for value in p.max(axis=1):
            PREDICTIONS.labels(predicted_class=str(value)).inc()
        return p.argmax(axis=1)
