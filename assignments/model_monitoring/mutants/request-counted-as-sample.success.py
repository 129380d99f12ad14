"""A request that succeeds adds as many as it has samples, one that fails adds 1.

caught by:
predict_with_metrics.known_counts predict_with_metrics.requests_are_counted
predict_with_metrics.errors_are_counted
"""

def predict_with_metrics(model, X):
    with IN_PROGRESS.track_inprogress(), LATENCY.time():
        try:
            classes = model.predict_proba(X).argmax(axis=1)
        except Exception:
            REQUESTS.labels(status="error").inc()
            raise
        REQUESTS.labels(status="success").inc(len(X))
        for label, count in zip(*np.unique(classes, return_counts=True)):
            PREDICTIONS.labels(predicted_class=str(label)).inc(int(count))
        return classes
