# expect: *=failed points=0
# says: dashboard gives no JSON: is a `return` missing?

import time
import numpy as np
from prometheus_client import Counter, Gauge, Histogram

REQUEST_COUNT = Counter("model_requests_total", "Total requests", ["status"])
REQUEST_LATENCY = Histogram("model_request_latency_seconds", "Latency in seconds")
IN_PROGRESS = Gauge("model_requests_in_progress", "Requests in progress")
PREDICTIONS = Counter("model_predictions_total", "Predictions per class", ["predicted_class"])
DRIFT = Gauge("model_feature_drift", "Mean shift per feature", ["feature"])


def predict_with_metrics(model, X):
    pass


def update_drift(X, train_mean, train_std):
    pass


def dashboard():
    pass


def alert_rules():
    pass
