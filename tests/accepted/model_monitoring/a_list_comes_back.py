"""The classes as a list of Python integers; no NumPy in the counting."""

import time
import numpy as np
from prometheus_client import Counter, Gauge, Histogram

REQUEST_COUNT = Counter("model_requests_total", "Total requests", ["status"])
REQUEST_LATENCY = Histogram("model_request_latency_seconds", "Latency in seconds")
IN_PROGRESS = Gauge("model_requests_in_progress", "Requests in progress")
PREDICTIONS = Counter("model_predictions_total", "Predictions per class", ["predicted_class"])
DRIFT = Gauge("model_feature_drift", "Mean shift per feature", ["feature"])


from collections import Counter as Tally


def predict_with_metrics(model, X):
    with IN_PROGRESS.track_inprogress():
        start = time.perf_counter()
        status = "error"
        try:
            rows = model.predict_proba(X).tolist()
            status = "success"
        finally:
            REQUEST_LATENCY.observe(time.perf_counter() - start)
            REQUEST_COUNT.labels(status).inc()
        labels = [row.index(max(row)) for row in rows]
        for label, n in Tally(labels).items():
            PREDICTIONS.labels(str(label)).inc(n)
        return labels


def update_drift(X, train_mean, train_std):
    n = len(X)
    result = []
    for j, (m, s) in enumerate(zip(train_mean, train_std)):
        mean = sum(row[j] for row in X) / n
        result.append(float(abs(mean - m) / (s if s > 0 else 1.0)))
        DRIFT.labels(str(j)).set(result[-1])
    return result


def dashboard():
    panels = []
    queries = {
        "Requests/s": "sum(rate(model_requests_total[1m])) by (status)",
        "Error rate": "sum(rate(model_requests_total{status=\"error\"}[5m])) / sum(rate(model_requests_total[5m]))",
        "p95": "histogram_quantile(0.95, sum(rate(model_request_latency_seconds_bucket[5m])) by (le))",
        "In progress": "model_requests_in_progress",
        "Predictions": "sum(rate(model_predictions_total[5m])) by (predicted_class)",
        "Drift": "model_feature_drift"
    }
    for i, (title, expr) in enumerate(queries.items()):
        panels.append({'id': i, 'type': 'timeseries', 'title': title, 'targets': [{'expr': expr, 'refId': 'A'}]})
    return {'title': 'Model', 'panels': panels}


def alert_rules():
    return """groups:
- name: model_alerts
  rules:
  - alert: HighLatency
    expr: histogram_quantile(0.95, sum(rate(model_request_latency_seconds_bucket[5m])) by (le)) > 1
    for: 5m
    labels:
      severity: warning
    annotations:
      summary: "Latency p95 is {{ $value }} s"
  - alert: HighErrorRate
    expr: sum(rate(model_requests_total{status="error"}[5m])) / sum(rate(model_requests_total[5m])) > 0.05
    for: 10m
    labels:
      severity: critical
    annotations:
      summary: "Error rate is high on {{ $labels.instance }}"
"""
