"""The latency is a summary, which has no buckets.

caught by:
predict_with_metrics.latency_is_a_histogram predict_with_metrics.buckets
"""

from prometheus_client import Summary

REGISTRY.unregister(LATENCY)
LATENCY = Summary("model_request_latency_seconds", "Latency.", registry=REGISTRY)
