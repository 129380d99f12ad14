"""A panel shows the counter of requests itself.

caught by:
dashboard.rates_on_counters dashboard.shows_requests
"""

_dashboard = dashboard


def dashboard():
    board = _dashboard()
    for panel in board["panels"]:
        if 'sum by (status)' in panel["targets"][0]["expr"]:
            panel["targets"][0]["expr"] = 'sum by (status) (model_requests_total)'
    return board
