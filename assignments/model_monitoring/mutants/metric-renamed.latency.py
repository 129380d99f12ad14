"""The histogram's name does not say its unit.

caught by:
predict_with_metrics.latency_is_a_histogram predict_with_metrics.latency_of_every_request
predict_with_metrics.latency_in_seconds predict_with_metrics.buckets
predict_with_metrics.number_of_series
"""

REGISTRY.unregister(LATENCY)
LATENCY = Histogram("model_request_latency", "Latency.", registry=REGISTRY)
