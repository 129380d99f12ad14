"""The latency's threshold is in milliseconds.

caught by:
alert_rules.latency_alert_fires alert_rules.latency_alert_is_silent
"""

_alert_rules = alert_rules


def alert_rules():
    return _alert_rules().replace(
        '> 1\n',
        '> 1000\n',
    )
