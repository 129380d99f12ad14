"""The alert reads a counter that is not exposed.

caught by:
alert_rules.known_metrics alert_rules.error_alert_fires alert_rules.error_alert_is_silent
"""

_alert_rules = alert_rules


def alert_rules():
    return _alert_rules().replace(
        'model_requests_total',
        'model_requests_count',
    )
