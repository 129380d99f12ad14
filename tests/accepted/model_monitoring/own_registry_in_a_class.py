"""Everything in a class, registry and all; functions call one object."""

import numpy as np
from prometheus_client import CollectorRegistry, Counter, Gauge, Histogram

class Monitor:
    def __init__(self):
        self.registry = CollectorRegistry()
        self.requests = Counter("model_requests", "Requests", ["status"], registry=self.registry)
        self.latency = Histogram("model_request_latency_seconds", "Latency", registry=self.registry)
        self.active = Gauge("model_requests_in_progress", "Active", registry=self.registry)
        self.predictions = Counter("model_predictions", "Predictions", ["predicted_class"], registry=self.registry)
        self.drift = Gauge("model_feature_drift", "Drift", ["feature"], registry=self.registry)

    def predict(self, model, X):
        with self.active.track_inprogress():
            with self.latency.time():
                try:
                    y = model.predict_proba(X).argmax(axis=1)
                except Exception:
                    self.requests.labels("error").inc()
                    raise
        self.requests.labels("success").inc()
        for k in y:
            self.predictions.labels(int(k)).inc()
        return y


monitor = Monitor()


def predict_with_metrics(model, X):
    return monitor.predict(model, X)


def update_drift(X, train_mean, train_std):
    std = np.where(train_std == 0, 1, train_std)
    drift = np.abs(np.mean(X, axis=0) - train_mean) / std
    for j in range(len(drift)):
        monitor.drift.labels(j).set(drift[j])
    return drift


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
