"""The metrics are made at the first request and kept in a global variable."""

import time
import numpy as np
from prometheus_client import CollectorRegistry, Counter, Gauge, Histogram

_M = None


def metrics():
    global _M
    if _M is None:
        r = CollectorRegistry()
        _M = dict(
            reg=r,
            req=Counter("model_requests", "r", ["status"], registry=r),
            lat=Histogram("model_request_latency_seconds", "l", registry=r),
            prog=Gauge("model_requests_in_progress", "g", registry=r),
            pred=Counter("model_predictions", "p", ["predicted_class"], registry=r),
            drift=Gauge("model_feature_drift", "d", ["feature"], registry=r),
        )
    return _M


def predict_with_metrics(model, X):
    metrics()["prog"].inc()
    start = time.perf_counter()
    try:
        classes = model.predict_proba(X).argmax(axis=1)
    except Exception:
        metrics()["req"].labels(status="error").inc()
        raise
    else:
        metrics()["req"].labels(status="success").inc()
        for c in classes:
            metrics()["pred"].labels(predicted_class=str(int(c))).inc()
        return classes
    finally:
        metrics()["lat"].observe(time.perf_counter() - start)
        metrics()["prog"].dec()


def update_drift(X, train_mean, train_std):
    d = np.abs(X.mean(axis=0) - train_mean) / np.where(train_std == 0, 1.0, train_std)
    for j, v in enumerate(d):
        metrics()["drift"].labels(feature=str(j)).set(float(v))
    return d


def dashboard():
    return {
        "title": "t",
        "panels": [
            {
                "id": 0,
                "type": "timeseries",
                "title": "0",
                "targets": [{"refId": "A", "expr": "sum(rate(model_requests_total[5m]))"}],
            },
            {
                "id": 1,
                "type": "timeseries",
                "title": "1",
                "targets": [
                    {
                        "refId": "A",
                        "expr": 'sum(rate(model_requests_total{status="error"}[5m])) / sum(rate(model_requests_total[5m]))',
                    }
                ],
            },
            {
                "id": 2,
                "type": "timeseries",
                "title": "2",
                "targets": [
                    {
                        "refId": "A",
                        "expr": "histogram_quantile(0.95, sum(rate(model_request_latency_seconds_bucket[5m])) by (le))",
                    }
                ],
            },
            {
                "id": 3,
                "type": "timeseries",
                "title": "3",
                "targets": [{"refId": "A", "expr": "model_requests_in_progress"}],
            },
            {
                "id": 4,
                "type": "timeseries",
                "title": "4",
                "targets": [
                    {"refId": "A", "expr": "sum(rate(model_predictions_total[5m])) by (predicted_class)"}
                ],
            },
            {
                "id": 5,
                "type": "timeseries",
                "title": "5",
                "targets": [{"refId": "A", "expr": "model_feature_drift"}],
            },
        ],
    }


RULES = r"""groups:
  - name: model
    rules:
      - alert: HighLatency
        expr: |
          histogram_quantile(0.95, sum(rate(model_request_latency_seconds_bucket[5m])) by (le)) > 1
        for: 5m
        labels:
          severity: warning
      - alert: HighErrorRate
        expr: |
          sum(rate(model_requests_total{status="error"}[5m])) / sum(rate(model_requests_total[5m])) > 0.05
        for: 10m
        labels:
          severity: critical
"""


def alert_rules():
    return RULES
