"""The classes are those of the greatest probability over the samples.

caught by:
predict_with_metrics.known_classes predict_with_metrics.values
predict_with_metrics.features_are_left_alone predict_with_metrics.predictions_by_class
"""

def predict_with_metrics(model, X):
    with IN_PROGRESS.track_inprogress(), LATENCY.time():
        try:
            classes = model.predict_proba(X).argmax(axis=0)
        except Exception:
            REQUESTS.labels(status="error").inc()
            raise
        REQUESTS.labels(status="success").inc()
        for label, count in zip(*np.unique(classes, return_counts=True)):
            PREDICTIONS.labels(predicted_class=str(label)).inc(int(count))
        return classes
