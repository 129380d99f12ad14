"""In the alert the buckets are added up over their bounds.

caught by:
alert_rules.quantiles_over_le alert_rules.latency_alert_fires alert_rules.latency_alert_is_silent
"""

_alert_rules = alert_rules


def alert_rules():
    return _alert_rules().replace(
        'sum by (le) (',
        'sum(',
    )
