"""The comparison gives 0 or 1, and both make an alert.

caught by:
alert_rules.latency_alert_is_silent alert_rules.error_alert_is_silent
"""

_alert_rules = alert_rules


def alert_rules():
    return _alert_rules().replace(
        '> ',
        '> bool ',
    )
