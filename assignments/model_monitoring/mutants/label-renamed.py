"""The outcome stands in a label of another name.

caught by:
predict_with_metrics.known_counts predict_with_metrics.status_label
"""

REGISTRY.unregister(REQUESTS)
_outcomes = Counter("model_requests_total", "Requests.", ["outcome"], registry=REGISTRY)


class REQUESTS:
    @staticmethod
    def labels(status):
        return _outcomes.labels(outcome=status)
