"""The gauge is up only after the model has answered.

caught by:
predict_with_metrics.in_progress_inside predict_with_metrics.in_progress_after_an_error
predict_with_metrics.in_progress_side_by_side
"""

def predict_with_metrics(model, X):
    with LATENCY.time():
        try:
            classes = model.predict_proba(X).argmax(axis=1)
        except Exception:
            REQUESTS.labels(status="error").inc()
            raise
        with IN_PROGRESS.track_inprogress():
            REQUESTS.labels(status="success").inc()
            for label, count in zip(*np.unique(classes, return_counts=True)):
                PREDICTIONS.labels(predicted_class=str(label)).inc(int(count))
    return classes
