"""A panel shows the median.

caught by:
dashboard.shows_latency
"""

_dashboard = dashboard


def dashboard():
    board = _dashboard()
    for panel in board["panels"]:
        if 'histogram_quantile' in panel["targets"][0]["expr"]:
            panel["targets"][0]["expr"] = 'histogram_quantile(0.5, sum by (le) (rate(model_request_latency_seconds_bucket[5m])))'
    return board
