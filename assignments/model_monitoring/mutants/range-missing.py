"""A panel takes the rate without a range.

caught by:
dashboard.expressions dashboard.shows_requests
"""

_dashboard = dashboard


def dashboard():
    board = _dashboard()
    for panel in board["panels"]:
        if 'sum by (status)' in panel["targets"][0]["expr"]:
            panel["targets"][0]["expr"] = 'sum by (status) (rate(model_requests_total))'
    return board
