"""A panel asks for the errors by a code of HTTP.

caught by:
dashboard.shows_errors
"""

_dashboard = dashboard


def dashboard():
    board = _dashboard()
    for panel in board["panels"]:
        target = panel["targets"][0]
        target["expr"] = target["expr"].replace('status="error"', 'status=~"5.."')
    return board
