"""The gauge goes down only where no error was raised.

caught by:
predict_with_metrics.in_progress_after_an_error
"""

def predict_with_metrics(model, X):
    IN_PROGRESS.inc()
    with LATENCY.time():
        try:
            classes = model.predict_proba(X).argmax(axis=1)
        except Exception:
            REQUESTS.labels(status="error").inc()
            raise
        REQUESTS.labels(status="success").inc()
        for label, count in zip(*np.unique(classes, return_counts=True)):
            PREDICTIONS.labels(predicted_class=str(label)).inc(int(count))
    IN_PROGRESS.dec()
    return classes
