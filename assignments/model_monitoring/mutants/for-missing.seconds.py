"""The latency's alert waits for 5 seconds.

caught by:
alert_rules.latency_alert_waits
"""

_alert_rules = alert_rules


def alert_rules():
    return _alert_rules().replace(
        'for: 5m',
        'for: 5s',
    )
