import numpy as np
from prometheus_client import CollectorRegistry, Counter, Gauge, Histogram

R = CollectorRegistry()
REQUEST_COUNT = Counter("model_requests_total", "Total requests", ["status"], registry=R)
REQUEST_LATENCY = Histogram("model_request_latency_seconds", "Latency in seconds", registry=R)
IN_PROGRESS = Gauge("model_requests_in_progress", "Requests in progress", registry=R)
PREDICTIONS = Counter("model_predictions_total", "Predictions per class", ["predicted_class"], registry=R)
DRIFT = Gauge("model_feature_drift", "Mean shift per feature", ["feature"], registry=R)
