"""The gauge of requests in progress has another name.

caught by:
predict_with_metrics.in_progress_is_a_gauge predict_with_metrics.in_progress_inside
predict_with_metrics.in_progress_after_an_error predict_with_metrics.in_progress_side_by_side
"""

REGISTRY.unregister(IN_PROGRESS)
IN_PROGRESS = Gauge("in_progress_requests", "Requests in progress.", registry=REGISTRY)
