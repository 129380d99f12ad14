"""Every call makes a new counter, which starts at 0.

caught by:
predict_with_metrics.known_counts predict_with_metrics.requests_are_counted
predict_with_metrics.status_label
"""

def predict_with_metrics(model, X):
    global REQUESTS
    REGISTRY.unregister(REQUESTS)
    REQUESTS = Counter("model_requests_total", "Requests.", ["status"], registry=REGISTRY)
    with IN_PROGRESS.track_inprogress(), LATENCY.time():
        try:
            classes = model.predict_proba(X).argmax(axis=1)
        except Exception:
            REQUESTS.labels(status="error").inc()
            raise
        REQUESTS.labels(status="success").inc()
        for label, count in zip(*np.unique(classes, return_counts=True)):
            PREDICTIONS.labels(predicted_class=str(label)).inc(int(count))
        return classes
