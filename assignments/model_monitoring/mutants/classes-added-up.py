"""The predictions of all classes are added up.

caught by:
dashboard.shows_classes
"""

_dashboard = dashboard


def dashboard():
    board = _dashboard()
    for panel in board["panels"]:
        if 'predictions' in panel["targets"][0]["expr"]:
            panel["targets"][0]["expr"] = 'sum(rate(model_predictions_total[5m]))'
    return board
