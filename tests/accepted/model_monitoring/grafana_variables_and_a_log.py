"""Variables of Grafana stand wherever one can, and a panel shows the log from Loki."""

import time
import numpy as np
from prometheus_client import CollectorRegistry, Counter, Gauge, Histogram

REGISTRY = CollectorRegistry()
REQUESTS = Counter("model_requests_total", "Requests", ["status"], registry=REGISTRY)
LATENCY = Histogram("model_request_latency_seconds", "Latency", registry=REGISTRY)
IN_PROGRESS = Gauge("model_requests_in_progress", "In progress", registry=REGISTRY)
PREDICTIONS = Counter("model_predictions_total", "Predictions", ["predicted_class"], registry=REGISTRY)
DRIFT = Gauge("model_feature_drift", "Drift", ["feature"], registry=REGISTRY)


def predict_with_metrics(model, X):
    IN_PROGRESS.inc()
    start = time.perf_counter()
    try:
        classes = model.predict_proba(X).argmax(axis=1)
    except Exception:
        REQUESTS.labels(status="error").inc()
        raise
    else:
        REQUESTS.labels(status="success").inc()
        for c in classes:
            PREDICTIONS.labels(predicted_class=str(int(c))).inc()
        return classes
    finally:
        LATENCY.observe(time.perf_counter() - start)
        IN_PROGRESS.dec()


def update_drift(X, train_mean, train_std):
    d = np.abs(X.mean(axis=0) - train_mean) / np.where(train_std == 0, 1.0, train_std)
    for j, v in enumerate(d):
        DRIFT.labels(feature=str(j)).set(float(v))
    return d


import json


def dashboard():
    return json.dumps(
        {
            "title": "Model",
            "schemaVersion": 39,
            "templating": {
                "list": [
                    {
                        "name": "job",
                        "type": "query",
                        "query": {"query": "label_values(model_requests_total, job)", "refId": "V"},
                        "current": {"text": "All", "value": ["$__all"]},
                    },
                    {
                        "name": "quantile",
                        "type": "custom",
                        "query": "0.5,0.95,0.99",
                        "current": {"text": "0.95", "value": "0.95"},
                    },
                    {
                        "name": "window",
                        "type": "interval",
                        "query": "1m,5m,1h",
                        "current": {"text": "5m", "value": "5m"},
                    },
                    {
                        "name": "group",
                        "type": "custom",
                        "query": "status,job",
                        "current": {"text": "status", "value": "status"},
                    },
                    {"name": "top", "type": "textbox", "query": "5", "current": {"text": "5", "value": "5"}},
                ]
            },
            "panels": [
                {
                    "id": 0,
                    "type": "timeseries",
                    "title": "Requests per second",
                    "datasource": {"type": "prometheus", "uid": "${DS_PROMETHEUS}"},
                    "targets": [
                        {
                            "refId": "A",
                            "expr": 'sum(increase(model_requests_total{job=~"$job"}[${__range_s}s])) / $__range_s',
                        }
                    ],
                },
                {
                    "id": 1,
                    "type": "timeseries",
                    "title": "Requests by $group",
                    "datasource": {"type": "prometheus", "uid": "${DS_PROMETHEUS}"},
                    "targets": [
                        {"refId": "A", "expr": "sum by ($group) (rate(model_requests_total[$window]))"}
                    ],
                },
                {
                    "id": 2,
                    "type": "timeseries",
                    "title": "Errors, %",
                    "datasource": {"type": "prometheus", "uid": "${DS_PROMETHEUS}"},
                    "targets": [
                        {
                            "refId": "A",
                            "expr": '100 * sum(rate(model_requests_total{status="error", job=~"[[job]]"}[$__rate_interval])) / sum(rate(model_requests_total{job=~"${job:regex}"}[$__rate_interval]))',
                        }
                    ],
                },
                {
                    "id": 3,
                    "type": "timeseries",
                    "title": "Latency",
                    "datasource": {"type": "prometheus", "uid": "${DS_PROMETHEUS}"},
                    "targets": [
                        {
                            "refId": "A",
                            "expr": "histogram_quantile(${quantile}, sum by (le) (rate(model_request_latency_seconds_bucket[[[window]]])))",
                        }
                    ],
                },
                {
                    "id": 4,
                    "type": "timeseries",
                    "title": "In progress",
                    "datasource": {"type": "prometheus", "uid": "${DS_PROMETHEUS}"},
                    "targets": [
                        {"refId": "A", "expr": "max_over_time(model_requests_in_progress[$__interval])"}
                    ],
                },
                {
                    "id": 5,
                    "type": "timeseries",
                    "title": "Classes",
                    "datasource": {"type": "prometheus", "uid": "${DS_PROMETHEUS}"},
                    "targets": [
                        {
                            "refId": "A",
                            "expr": "topk($top, sum by (predicted_class) (rate(model_predictions_total[$__rate_interval] offset $window)))",
                        }
                    ],
                },
                {
                    "id": 6,
                    "type": "timeseries",
                    "title": "Drift",
                    "datasource": {"type": "prometheus", "uid": "${DS_PROMETHEUS}"},
                    "targets": [
                        {"refId": "A", "expr": "avg_over_time(model_feature_drift[$window:1m]) # $window"}
                    ],
                },
                {
                    "id": 20,
                    "type": "logs",
                    "title": "Log",
                    "datasource": {"type": "loki", "uid": "loki"},
                    "targets": [{"refId": "A", "expr": '{app="model"} |= "error"'}],
                },
            ],
        },
        indent=2,
    )


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
