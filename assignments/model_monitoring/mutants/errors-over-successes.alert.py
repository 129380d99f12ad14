"""In the alert errors are divided by successes.

caught by:
alert_rules.error_alert_is_silent
"""

_alert_rules = alert_rules


def alert_rules():
    return _alert_rules().replace(
        'sum(rate(model_requests_total{status="error"}[5m])) / sum(rate(model_requests_total[5m]))',
        'sum(rate(model_requests_total{status="error"}[5m])) / sum(rate(model_requests_total{status="success"}[5m]))',
    )
