"""The buckets are added up over their bounds.

caught by:
dashboard.quantiles_over_le dashboard.shows_latency
"""

_dashboard = dashboard


def dashboard():
    board = _dashboard()
    for panel in board["panels"]:
        if 'histogram_quantile' in panel["targets"][0]["expr"]:
            panel["targets"][0]["expr"] = 'histogram_quantile(0.95, sum(rate(model_request_latency_seconds_bucket[5m])))'
    return board
