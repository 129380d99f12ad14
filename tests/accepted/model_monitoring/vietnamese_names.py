"""Tên biến tiếng Việt; tài liệu nằm trong biến."""

import time
import numpy as np
from prometheus_client import Counter, Gauge, Histogram

so_yeu_cau = Counter("model_requests_total", "Total requests", ["status"])
do_tre = Histogram("model_request_latency_seconds", "Latency in seconds")
đang_xử_lý = Gauge("model_requests_in_progress", "Requests in progress")
du_doan = Counter("model_predictions_total", "Predictions per class", ["predicted_class"])
do_troi = Gauge("model_feature_drift", "Mean shift per feature", ["feature"])


def predict_with_metrics(model, X):
    đang_xử_lý.inc()
    start = time.time()
    try:
        probs = model.predict_proba(X)
        preds = np.argmax(probs, axis=1)
        so_yeu_cau.labels(status="success").inc()
        for p in preds:
            du_doan.labels(predicted_class=str(p)).inc()
        return preds
    except Exception as e:
        so_yeu_cau.labels(status="error").inc()
        raise e
    finally:
        do_tre.observe(time.time() - start)
        đang_xử_lý.dec()


def update_drift(X, train_mean, train_std):
    std = np.where(train_std == 0, 1, train_std)
    drift = np.abs(np.mean(X, axis=0) - train_mean) / std
    for j in range(len(drift)):
        do_troi.labels(feature=str(j)).set(drift[j])
    return drift


dashboard = {'title': 'Giám sát', 'panels': [{'title': 'Requests/s', 'targets': [{'expr': 'sum(rate(model_requests_total[1m])) by (status)'}]}, {'title': 'Error rate', 'targets': [{'expr': 'sum(rate(model_requests_total{status="error"}[5m])) / sum(rate(model_requests_total[5m]))'}]}, {'title': 'p95', 'targets': [{'expr': 'histogram_quantile(0.95, sum(rate(model_request_latency_seconds_bucket[5m])) by (le))'}]}, {'title': 'In progress', 'targets': [{'expr': 'model_requests_in_progress'}]}, {'title': 'Predictions', 'targets': [{'expr': 'sum(rate(model_predictions_total[5m])) by (predicted_class)'}]}, {'title': 'Drift', 'targets': [{'expr': 'model_feature_drift'}]}]}


alert_rules = """groups:
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
