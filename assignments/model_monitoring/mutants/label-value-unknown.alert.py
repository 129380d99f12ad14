"""The alert asks for the errors by a code of HTTP.

caught by:
alert_rules.error_alert_fires alert_rules.error_alert_is_silent
"""

_alert_rules = alert_rules


def alert_rules():
    return _alert_rules().replace('status="error"', 'status=~"5.."')
