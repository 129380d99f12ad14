"""The alert takes the 95th percentile of means, one for each instance.

caught by:
alert_rules.latency_alert_fires alert_rules.latency_alert_is_silent
"""

_alert_rules = alert_rules


def alert_rules():
    return _alert_rules().replace(
        'histogram_quantile(0.95, sum by (le) (rate(model_request_latency_seconds_bucket[5m])))',
        'quantile(0.95, rate(model_request_latency_seconds_sum[5m]) / rate(model_request_latency_seconds_count[5m]))',
    )
