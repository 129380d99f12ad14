"""A panel reads the counter without _total.

caught by:
dashboard.known_metrics dashboard.shows_requests
"""

_dashboard = dashboard


def dashboard():
    board = _dashboard()
    for panel in board["panels"]:
        if 'sum by (status)' in panel["targets"][0]["expr"]:
            panel["targets"][0]["expr"] = 'sum by (status) (rate(model_requests[5m]))'
    return board
