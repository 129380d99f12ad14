"""A request adds 1 to each class in it, however many samples have it.

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
        for label in np.unique(classes):
            PREDICTIONS.labels(predicted_class=str(label)).inc()
        return classes
