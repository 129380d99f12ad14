"""The counter of requests has another name.

caught by:
predict_with_metrics.known_counts predict_with_metrics.requests_are_a_counter
predict_with_metrics.requests_are_counted predict_with_metrics.errors_are_counted
predict_with_metrics.status_label predict_with_metrics.number_of_series
"""

REGISTRY.unregister(REQUESTS)
REQUESTS = Counter("requests_total", "Requests.", ["status"], registry=REGISTRY)
