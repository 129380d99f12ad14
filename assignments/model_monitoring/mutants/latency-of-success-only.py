"""A request that fails is not timed.

caught by:
predict_with_metrics.latency_of_every_request
"""

import time


def predict_with_metrics(model, X):
    with IN_PROGRESS.track_inprogress():
        started = time.perf_counter()
        try:
            classes = model.predict_proba(X).argmax(axis=1)
        except Exception:
            REQUESTS.labels(status="error").inc()
            raise
        LATENCY.observe(time.perf_counter() - started)
        REQUESTS.labels(status="success").inc()
        for label, count in zip(*np.unique(classes, return_counts=True)):
            PREDICTIONS.labels(predicted_class=str(label)).inc(int(count))
        return classes
