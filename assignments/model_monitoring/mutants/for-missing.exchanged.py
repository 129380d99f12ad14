"""The two waiting times are exchanged.

caught by:
alert_rules.error_alert_waits
"""

_alert_rules = alert_rules


def alert_rules():
    return _alert_rules().replace(
        'for: 10m',
        'for: 5m',
    )
