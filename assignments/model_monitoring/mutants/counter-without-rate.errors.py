"""The share of errors since the start.

caught by:
dashboard.rates_on_counters dashboard.shows_errors
"""

_dashboard = dashboard


def dashboard():
    board = _dashboard()
    for panel in board["panels"]:
        if 'status="error"' in panel["targets"][0]["expr"]:
            panel["targets"][0]["expr"] = 'sum(model_requests_total{status="error"}) / sum(model_requests_total)'
    return board
