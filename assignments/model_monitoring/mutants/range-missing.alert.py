"""The alert takes the rate without a range.

caught by:
alert_rules.expressions alert_rules.error_alert_fires alert_rules.error_alert_is_silent
"""

_alert_rules = alert_rules


def alert_rules():
    return _alert_rules().replace(
        'model_requests_total[5m]',
        'model_requests_total',
    )
