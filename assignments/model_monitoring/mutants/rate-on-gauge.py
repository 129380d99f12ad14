"""A panel shows the rate of a gauge.

caught by:
dashboard.rates_on_counters
"""

_dashboard = dashboard


def dashboard():
    board = _dashboard()
    for panel in board["panels"]:
        if 'in_progress' in panel["targets"][0]["expr"]:
            panel["targets"][0]["expr"] = 'rate(model_requests_in_progress[5m])'
    return board
