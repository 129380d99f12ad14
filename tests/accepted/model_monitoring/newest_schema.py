"""The schema with elements; expressions over several lines."""

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


dashboard = {'apiVersion': 'dashboard.grafana.app/v2beta1', 'kind': 'Dashboard', 'metadata': {'name': 'model'}, 'spec': {'title': 'Model', 'elements': {'panel-0': {'kind': 'Panel', 'spec': {'id': 0, 'title': 'Requests/s', 'data': {'kind': 'QueryGroup', 'spec': {'queries': [{'kind': 'PanelQuery', 'spec': {'refId': 'A', 'query': {'kind': 'DataQuery', 'group': 'prometheus', 'spec': {'expr': 'sum(rate(model_requests_total[1m])) by (status)'}}}}]}}}}, 'panel-1': {'kind': 'Panel', 'spec': {'id': 1, 'title': 'Error rate', 'data': {'kind': 'QueryGroup', 'spec': {'queries': [{'kind': 'PanelQuery', 'spec': {'refId': 'A', 'query': {'kind': 'DataQuery', 'group': 'prometheus', 'spec': {'expr': 'sum(rate(model_requests_total{status="error"}[5m])) / sum(rate(model_requests_total[5m]))'}}}}]}}}}, 'panel-2': {'kind': 'Panel', 'spec': {'id': 2, 'title': 'p95', 'data': {'kind': 'QueryGroup', 'spec': {'queries': [{'kind': 'PanelQuery', 'spec': {'refId': 'A', 'query': {'kind': 'DataQuery', 'group': 'prometheus', 'spec': {'expr': 'histogram_quantile(0.95, sum(rate(model_request_latency_seconds_bucket[5m])) by (le))'}}}}]}}}}, 'panel-3': {'kind': 'Panel', 'spec': {'id': 3, 'title': 'In progress', 'data': {'kind': 'QueryGroup', 'spec': {'queries': [{'kind': 'PanelQuery', 'spec': {'refId': 'A', 'query': {'kind': 'DataQuery', 'group': 'prometheus', 'spec': {'expr': 'model_requests_in_progress'}}}}]}}}}, 'panel-4': {'kind': 'Panel', 'spec': {'id': 4, 'title': 'Predictions', 'data': {'kind': 'QueryGroup', 'spec': {'queries': [{'kind': 'PanelQuery', 'spec': {'refId': 'A', 'query': {'kind': 'DataQuery', 'group': 'prometheus', 'spec': {'expr': 'sum(rate(model_predictions_total[5m])) by (predicted_class)'}}}}]}}}}, 'panel-5': {'kind': 'Panel', 'spec': {'id': 5, 'title': 'Drift', 'data': {'kind': 'QueryGroup', 'spec': {'queries': [{'kind': 'PanelQuery', 'spec': {'refId': 'A', 'query': {'kind': 'DataQuery', 'group': 'prometheus', 'spec': {'expr': 'model_feature_drift'}}}}]}}}}}}}


def alert_rules():
    return """groups:
  - name: model
    rules:
      - alert: HighLatency
        expr: |
          histogram_quantile(
            0.95,
            sum by (le, job) (
              rate(model_request_latency_seconds_bucket{job="model"}[5m])  # five minutes
            )
          ) > 1
        for: 5m
      - alert: HighErrorRate
        expr: >-
          sum(rate(model_requests_total{status="error"}[5m]))
          /
          sum(rate(model_requests_total[5m]))
          > 0.05
        for: 10m
"""
