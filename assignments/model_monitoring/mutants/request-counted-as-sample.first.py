"""Only the first sample of a request is counted under its class.

caught by:
predict_with_metrics.predictions_by_class
"""

def predict_with_metrics(model, X):
    with IN_PROGRESS.track_inprogress(), LATENCY.time():
        try:
            classes = model.predict_proba(X).argmax(axis=1)
        except Exception:
            REQUESTS.labels(status="error").inc()
            raise
        REQUESTS.labels(status="success").inc()
        PREDICTIONS.labels(predicted_class=str(classes[0])).inc()
        return classes
