"""The errors' threshold is in percent, the share is not.

caught by:
alert_rules.error_alert_fires alert_rules.error_alert_is_silent
"""

_alert_rules = alert_rules


def alert_rules():
    return _alert_rules().replace(
        '> 0.05',
        '> 5',
    )
