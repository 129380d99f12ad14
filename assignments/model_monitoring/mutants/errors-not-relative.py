"""A panel shows errors per second in place of their share.

caught by:
dashboard.shows_errors
"""

_dashboard = dashboard


def dashboard():
    board = _dashboard()
    for panel in board["panels"]:
        if 'status="error"' in panel["targets"][0]["expr"]:
            panel["targets"][0]["expr"] = 'sum(rate(model_requests_total{status="error"}[5m]))'
    return board
