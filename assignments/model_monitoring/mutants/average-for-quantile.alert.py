"""The alert looks at the mean latency.

caught by:
alert_rules.latency_alert_fires alert_rules.latency_alert_is_silent
"""

_alert_rules = alert_rules


def alert_rules():
    return _alert_rules().replace(
        'histogram_quantile(0.95, sum by (le) (rate(model_request_latency_seconds_bucket[5m])))',
        'sum(rate(model_request_latency_seconds_sum[5m])) / sum(rate(model_request_latency_seconds_count[5m]))',
    )
