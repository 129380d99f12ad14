"""The alert looks at the 99th percentile.

caught by:
alert_rules.latency_alert_is_silent
"""

_alert_rules = alert_rules


def alert_rules():
    return _alert_rules().replace(
        'histogram_quantile(0.95',
        'histogram_quantile(0.99',
    )
