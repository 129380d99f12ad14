"""The gauge is set to 1 and to 0, however many requests there are.

caught by:
predict_with_metrics.in_progress_side_by_side
"""

def predict_with_metrics(model, X):
    IN_PROGRESS.set(1)
    with LATENCY.time():
        try:
            classes = model.predict_proba(X).argmax(axis=1)
        except Exception:
            REQUESTS.labels(status="error").inc()
            raise
        finally:
            IN_PROGRESS.set(0)
        REQUESTS.labels(status="success").inc()
        for label, count in zip(*np.unique(classes, return_counts=True)):
            PREDICTIONS.labels(predicted_class=str(label)).inc(int(count))
    return classes
