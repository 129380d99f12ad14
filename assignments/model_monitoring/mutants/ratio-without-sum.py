"""Errors are divided by requests with the same labels, which are the errors.

caught by:
dashboard.shows_errors
"""

_dashboard = dashboard


def dashboard():
    board = _dashboard()
    for panel in board["panels"]:
        if 'status="error"' in panel["targets"][0]["expr"]:
            panel["targets"][0]["expr"] = 'rate(model_requests_total{status="error"}[5m]) / rate(model_requests_total[5m])'
    return board
