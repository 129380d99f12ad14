"""Giám sát mô hình với Prometheus và Grafana. / Monitoring a model with Prometheus and Grafana.

Thay mỗi dòng `raise NotImplementedError(...)` bằng code của em; giữ nguyên tên và thứ tự tham số.
Replace each `raise NotImplementedError(...)` by your code; keep the names and the order of parameters.

N: số mẫu / samples, D: số đặc trưng / features, C: số lớp / classes.
"""

import numpy as np
from prometheus_client import CollectorRegistry, Counter, Gauge, Histogram

REGISTRY = CollectorRegistry()

# Tạo năm metric ở đây, một lần, với registry=REGISTRY:
# Make the five metrics here, once, with registry=REGISTRY:
#   model_requests_total              Counter, label status: success, error
#   model_request_latency_seconds     Histogram
#   model_requests_in_progress        Gauge
#   model_predictions_total           Counter, label predicted_class: 0, 1, …
#   model_feature_drift               Gauge, label feature: 0, 1, …


def predict_with_metrics(model, X):
    """Trả lời một yêu cầu và ghi lại. / Answer one request and record it.

    model: có / with predict_proba(X) -> (N, C)
    X: (N, D)
    return: lớp dự đoán / predicted classes, (N,)
    """
    raise NotImplementedError("predict_with_metrics")


def update_drift(X, train_mean, train_std):
    """Độ trôi của từng đặc trưng. / The drift of each feature.

    X: (N, D)
    train_mean, train_std: (D,)
    return: (D,)
    """
    raise NotImplementedError("update_drift")


def dashboard():
    """Dashboard Grafana, hoặc nộp tệp dashboard.json. / Or hand in a file dashboard.json.

    return: dict hoặc chuỗi JSON / dict or JSON string
    """
    raise NotImplementedError("dashboard")


def alert_rules():
    """Luật cảnh báo, hoặc nộp tệp alerts.yml. / Or hand in a file alerts.yml.

    return: chuỗi YAML hoặc dict / YAML string or dict
    """
    raise NotImplementedError("alert_rules")
