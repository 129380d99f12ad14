# expect: *=missing points=0
# says: Not written yet

import time
import numpy as np
from prometheus_client import Counter, Gauge, Histogram

REQUEST_COUNT = Counter("model_requests_total", "Total requests", ["status"])
REQUEST_LATENCY = Histogram("model_request_latency_seconds", "Latency in seconds")
IN_PROGRESS = Gauge("model_requests_in_progress", "Requests in progress")
PREDICTIONS = Counter("model_predictions_total", "Predictions per class", ["predicted_class"])
DRIFT = Gauge("model_feature_drift", "Mean shift per feature", ["feature"])


def predict_with_metrics(model, X):
    raise NotImplementedError('predict_with_metrics')


def update_drift(X, train_mean, train_std):
    raise NotImplementedError('update_drift')


def dashboard():
    raise NotImplementedError('dashboard')


def alert_rules():
    raise NotImplementedError('alert_rules')
