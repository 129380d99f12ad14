"""The alert compares counters since the start.

caught by:
alert_rules.rates_on_counters alert_rules.error_alert_fires alert_rules.error_alert_is_silent
"""

_alert_rules = alert_rules


def alert_rules():
    return _alert_rules().replace(
        'sum(rate(model_requests_total{status="error"}[5m])) / sum(rate(model_requests_total[5m]))',
        'sum(model_requests_total{status="error"}) / sum(model_requests_total)',
    )
