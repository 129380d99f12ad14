"""A panel shows the rate of the drift.

caught by:
dashboard.rates_on_counters
"""

_dashboard = dashboard


def dashboard():
    board = _dashboard()
    for panel in board["panels"]:
        if 'drift' in panel["targets"][0]["expr"]:
            panel["targets"][0]["expr"] = 'max by (feature) (rate(model_feature_drift[5m]))'
    return board
