"""The error is counted, and the caller never hears of it.

caught by:
predict_with_metrics.errors_are_passed_on
"""

def predict_with_metrics(model, X):
    with IN_PROGRESS.track_inprogress(), LATENCY.time():
        try:
            classes = model.predict_proba(X).argmax(axis=1)
        except Exception:
            REQUESTS.labels(status="error").inc()
            return None
        REQUESTS.labels(status="success").inc()
        for label, count in zip(*np.unique(classes, return_counts=True)):
            PREDICTIONS.labels(predicted_class=str(label)).inc(int(count))
        return classes
