"""A panel shows the mean latency.

caught by:
dashboard.quantiles_over_le dashboard.shows_latency
"""

_dashboard = dashboard


def dashboard():
    board = _dashboard()
    for panel in board["panels"]:
        if 'histogram_quantile' in panel["targets"][0]["expr"]:
            panel["targets"][0]["expr"] = 'sum(rate(model_request_latency_seconds_sum[5m])) / sum(rate(model_request_latency_seconds_count[5m]))'
    return board
