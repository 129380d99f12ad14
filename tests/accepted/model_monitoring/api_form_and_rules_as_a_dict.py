"""The form of Grafana's API; the alert rules as a dict."""

import time
import numpy as np
from prometheus_client import Counter, Gauge, Histogram

REQUEST_COUNT = Counter("model_requests_total", "Total requests", ["status"])
REQUEST_LATENCY = Histogram("model_request_latency_seconds", "Latency in seconds")
IN_PROGRESS = Gauge("model_requests_in_progress", "Requests in progress")
PREDICTIONS = Counter("model_predictions_total", "Predictions per class", ["predicted_class"])
DRIFT = Gauge("model_feature_drift", "Mean shift per feature", ["feature"])


def predict_with_metrics(model, X):
    IN_PROGRESS.inc()
    start = time.time()
    try:
        probs = model.predict_proba(X)
        preds = np.argmax(probs, axis=1)
        REQUEST_COUNT.labels(status="success").inc()
        for p in preds:
            PREDICTIONS.labels(predicted_class=str(p)).inc()
        return preds
    except Exception as e:
        REQUEST_COUNT.labels(status="error").inc()
        raise e
    finally:
        REQUEST_LATENCY.observe(time.time() - start)
        IN_PROGRESS.dec()


def update_drift(X, train_mean, train_std):
    std = np.where(train_std == 0, 1, train_std)
    drift = np.abs(np.mean(X, axis=0) - train_mean) / std
    for j in range(len(drift)):
        DRIFT.labels(feature=str(j)).set(drift[j])
    return drift


def dashboard():
    import json
    return json.dumps({'dashboard': {'id': None, 'title': 'ML', 'tags': ['ml'], 'panels': [{'type': 'row', 'title': 'all', 'panels': [{'title': 'Requests/s', 'type': 'stat', 'targets': [{'expr': 'sum(rate(model_requests_total[1m])) by (status)'}]}, {'title': 'Error rate', 'type': 'stat', 'targets': [{'expr': 'sum(rate(model_requests_total{status="error"}[5m])) / sum(rate(model_requests_total[5m]))'}]}, {'title': 'p95', 'type': 'stat', 'targets': [{'expr': 'histogram_quantile(0.95, sum(rate(model_request_latency_seconds_bucket[5m])) by (le))'}]}]}, {'title': 'In progress', 'type': 'gauge', 'targets': [{'expr': 'model_requests_in_progress'}]}, {'title': 'Predictions', 'type': 'gauge', 'targets': [{'expr': 'sum(rate(model_predictions_total[5m])) by (predicted_class)'}]}, {'title': 'Drift', 'type': 'gauge', 'targets': [{'expr': 'model_feature_drift'}]}]}, 'overwrite': True, 'folderUid': 'x'})


def alert_rules():
    p95 = "histogram_quantile(0.95, sum by (le) (rate(model_request_latency_seconds_bucket[5m])))"
    errors = 'sum(rate(model_requests_total{status="error"}[5m]))'
    total = "sum(rate(model_requests_total[5m]))"
    return {
        "groups": [
            {"name": "latency", "interval": "30s", "rules": [
                {"alert": "HighLatency", "expr": f"{p95} > 1", "for": "5m", "labels": {"severity": "page"}},
            ]},
            {"name": "errors", "rules": [
                {"alert": "HighErrorRate", "expr": f"{errors} / {total} > 0.05", "for": "10m"},
            ]},
        ]
    }
