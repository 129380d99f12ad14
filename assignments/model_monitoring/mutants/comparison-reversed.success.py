"""The alert fires while more than 95 % of the requests succeed.

caught by:
alert_rules.error_alert_fires alert_rules.error_alert_is_silent
"""

_alert_rules = alert_rules


def alert_rules():
    return _alert_rules().replace('status="error"', 'status="success"').replace("> 0.05", "> 0.95")
