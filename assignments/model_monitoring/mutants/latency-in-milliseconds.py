"""The latency is observed in milliseconds.

caught by:
predict_with_metrics.latency_in_seconds
"""

import time


def predict_with_metrics(model, X):
    started = time.perf_counter()
    with IN_PROGRESS.track_inprogress():
        try:
            classes = model.predict_proba(X).argmax(axis=1)
        except Exception:
            REQUESTS.labels(status="error").inc()
            raise
        finally:
            LATENCY.observe((time.perf_counter() - started) * 1000)
        REQUESTS.labels(status="success").inc()
        for label, count in zip(*np.unique(classes, return_counts=True)):
            PREDICTIONS.labels(predicted_class=str(label)).inc(int(count))
        return classes
