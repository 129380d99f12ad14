"""The bounds of the buckets are meant in milliseconds.

caught by:
predict_with_metrics.buckets
"""

REGISTRY.unregister(LATENCY)
LATENCY = Histogram(
    "model_request_latency_seconds",
    "Latency.",
    buckets=(5, 10, 25, 50, 100, 250, 500, 1000, 2500),
    registry=REGISTRY,
)
