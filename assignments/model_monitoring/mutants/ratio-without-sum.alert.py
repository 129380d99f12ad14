"""In the alert errors are divided by requests with the same labels.

caught by:
alert_rules.error_alert_is_silent
"""

_alert_rules = alert_rules


def alert_rules():
    return _alert_rules().replace(
        'sum(rate(model_requests_total{status="error"}[5m])) / sum(rate(model_requests_total[5m]))',
        'rate(model_requests_total{status="error"}[5m]) / rate(model_requests_total[5m])',
    )
