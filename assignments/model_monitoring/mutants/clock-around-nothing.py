"""The clock is started once the model has answered.

caught by:
predict_with_metrics.latency_in_seconds
"""

import time


def predict_with_metrics(model, X):
    with IN_PROGRESS.track_inprogress():
        try:
            classes = model.predict_proba(X).argmax(axis=1)
        except Exception:
            REQUESTS.labels(status="error").inc()
            raise
        finally:
            with LATENCY.time():
                pass
        REQUESTS.labels(status="success").inc()
        for label, count in zip(*np.unique(classes, return_counts=True)):
            PREDICTIONS.labels(predicted_class=str(label)).inc(int(count))
        return classes
