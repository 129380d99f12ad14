"""Requests are counted with a gauge.

caught by:
predict_with_metrics.requests_are_a_counter
"""

REGISTRY.unregister(REQUESTS)
REQUESTS = Gauge("model_requests_total", "Requests.", ["status"], registry=REGISTRY)
