"""A constant version label, and metrics that nobody asked for."""

import time
import numpy as np
from prometheus_client import Counter, Gauge, Histogram

from prometheus_client import Info

VERSION = "1.0.3"
REQUEST_COUNT = Counter("model_requests_total", "Requests", ["status", "version"])
REQUEST_LATENCY = Histogram("model_request_latency_seconds", "Latency", ["version"], buckets=[0.01, 0.1, 0.5, 1, 2, 5])
IN_PROGRESS = Gauge("model_requests_in_progress", "In progress", ["version"])
PREDICTIONS = Counter("model_predictions_total", "Predictions", ["predicted_class", "version"])
DRIFT = Gauge("model_feature_drift", "Drift", ["feature", "version"])
CONFIDENCE = Histogram("model_confidence", "Confidence", buckets=[0.1 * i for i in range(1, 10)])
Info("model_build", "Build").info({"version": VERSION})


def predict_with_metrics(model, X):
    IN_PROGRESS.labels(VERSION).inc()
    start = time.time()
    try:
        probs = model.predict_proba(X)
        preds = np.argmax(probs, axis=1)
        REQUEST_COUNT.labels("success", VERSION).inc()
        for p in preds:
            PREDICTIONS.labels(predicted_class=str(p), version=VERSION).inc()
        CONFIDENCE.observe(float(probs.max(axis=1).mean()))
        return preds
    except Exception as e:
        REQUEST_COUNT.labels("error", VERSION).inc()
        raise e
    finally:
        REQUEST_LATENCY.labels(VERSION).observe(time.time() - start)
        IN_PROGRESS.labels(VERSION).dec()


def update_drift(X, train_mean, train_std):
    std = np.where(train_std == 0, 1, train_std)
    drift = np.abs(np.mean(X, axis=0) - train_mean) / std
    for j in range(len(drift)):
        DRIFT.labels(feature=str(j), version=VERSION).set(drift[j])
    return drift


def dashboard():
    panels = []
    queries = {
        "Requests/s": "sum(rate(model_requests_total[1m])) by (status)",
        "Error rate": "sum(rate(model_requests_total{status=\"error\"}[5m])) / sum(rate(model_requests_total[5m]))",
        "p95": "histogram_quantile(0.95, sum(rate(model_request_latency_seconds_bucket[5m])) by (le))",
        "In progress": "model_requests_in_progress",
        "Predictions": "sum(rate(model_predictions_total[5m])) by (predicted_class)",
        "Drift": "model_feature_drift",
        "Confidence": "histogram_quantile(0.5, sum by (le) (rate(model_confidence_bucket[$__rate_interval])))",
        "Up": "up",
        "By version": "sum by (version) (rate(model_requests_total{version=\"1.0.3\", job=\"$job\"}[$__rate_interval]))"
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
