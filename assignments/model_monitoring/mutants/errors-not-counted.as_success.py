"""Every request is counted as a success before it is answered, and an error once more.

caught by:
predict_with_metrics.known_counts predict_with_metrics.errors_are_counted
"""

def predict_with_metrics(model, X):
    with IN_PROGRESS.track_inprogress(), LATENCY.time():
        REQUESTS.labels(status="success").inc()
        try:
            classes = model.predict_proba(X).argmax(axis=1)
        except Exception:
            REQUESTS.labels(status="error").inc()
            raise
        for label, count in zip(*np.unique(classes, return_counts=True)):
            PREDICTIONS.labels(predicted_class=str(label)).inc(int(count))
        return classes
