"""A classifier in service, watched by Prometheus and Grafana: the model solution.

N samples, D features, C classes; a model has ``predict_proba(X)``, which turns features of shape
``(N, D)`` into probabilities of shape ``(N, C)``.

Five metrics, in a registry of their own, so that nothing else is scraped with them:

=================================  =========  ======================================
``model_requests_total``           counter    ``status``: ``success`` or ``error``
``model_request_latency_seconds``  histogram  every request, failed ones too
``model_requests_in_progress``     gauge      requests that are being answered
``model_predictions_total``        counter    ``predicted_class``: ``0`` to ``C - 1``
``model_feature_drift``            gauge      ``feature``: ``0`` to ``D - 1``
=================================  =========  ======================================

Sources: the course's guide to Prometheus and Grafana (Module 6, week 2); the Prometheus
documentation, pages "Metric and label naming", "Histograms and summaries", "Alerting rules" and
"Query functions"; B. Beyer et al., *Site Reliability Engineering* (O'Reilly, 2016), chapter 6, "The
Four Golden Signals".
"""

from __future__ import annotations

from typing import Any, Protocol

import numpy as np
import numpy.typing as npt
from prometheus_client import CollectorRegistry, Counter, Gauge, Histogram

REGISTRY = CollectorRegistry()
REQUESTS = Counter(
    "model_requests_total", "Requests answered, by outcome.", ["status"], registry=REGISTRY
)
LATENCY = Histogram(
    "model_request_latency_seconds",
    "Time from a request to its answer.",
    buckets=(0.005, 0.01, 0.025, 0.05, 0.1, 0.25, 0.5, 1.0, 2.5, 5.0, 10.0),
    registry=REGISTRY,
)
IN_PROGRESS = Gauge(
    "model_requests_in_progress", "Requests that are being answered.", registry=REGISTRY
)
PREDICTIONS = Counter(
    "model_predictions_total",
    "Samples, by predicted class.",
    ["predicted_class"],
    registry=REGISTRY,
)
DRIFT = Gauge(
    "model_feature_drift",
    "Shift of a feature's mean from the training set, in standard deviations.",
    ["feature"],
    registry=REGISTRY,
)


class Model(Protocol):
    """A classifier."""

    def predict_proba(self, X: npt.NDArray[np.float64]) -> npt.NDArray[np.float64]:
        """Probabilities of shape ``(N, C)`` for features of shape ``(N, D)``."""


def predict_with_metrics(model: Model, X: npt.NDArray[np.float64]) -> npt.NDArray[np.intp]:
    """Answer one request, and count it, time it and show it while it is in progress.

    A request that fails is counted and timed as well; its exception goes on to the caller.

    Args:
        model: The classifier.
        X: Features, shape ``(N, D)``.

    Returns:
        The class with the greatest probability for each sample, shape ``(N,)``.

    >>> class Constant:
    ...     def predict_proba(self, X):
    ...         return np.tile([0.1, 0.7, 0.2], (len(X), 1))
    >>> predict_with_metrics(Constant(), np.zeros((4, 2)))
    array([1, 1, 1, 1])
    >>> REGISTRY.get_sample_value("model_predictions_total", {"predicted_class": "1"})
    4.0
    """
    with IN_PROGRESS.track_inprogress(), LATENCY.time():
        try:
            classes = model.predict_proba(X).argmax(axis=1)
        except Exception:
            REQUESTS.labels(status="error").inc()
            raise
        REQUESTS.labels(status="success").inc()
        for label, count in zip(*np.unique(classes, return_counts=True), strict=True):
            PREDICTIONS.labels(predicted_class=str(label)).inc(int(count))
        return classes


def update_drift(
    X: npt.NDArray[np.float64],
    train_mean: npt.NDArray[np.float64],
    train_std: npt.NDArray[np.float64],
) -> npt.NDArray[np.float64]:
    r"""How far each feature's mean has moved from the training set; the gauges show the latest.

    .. math:: d_j = \frac{|\bar{x}_j - \mu_j|}{\sigma_j}

    A feature that was constant in training is divided by 1.

    Args:
        X: Features of recent requests, shape ``(N, D)``.
        train_mean: Of the training set, shape ``(D,)``.
        train_std: Of the training set, shape ``(D,)``.

    Returns:
        The drift of each feature, shape ``(D,)``.

    >>> update_drift(np.array([[1.0, 5.0], [3.0, 5.0]]), np.array([0.0, 6.0]), np.array([4.0, 2.0]))
    array([0.5, 0.5])
    >>> REGISTRY.get_sample_value("model_feature_drift", {"feature": "1"})
    0.5
    """
    drift = np.abs(X.mean(axis=0) - train_mean) / np.where(train_std == 0, 1.0, train_std)
    for feature, value in enumerate(drift):
        DRIFT.labels(feature=str(feature)).set(float(value))
    return drift


ERROR_SHARE = """
sum(rate(model_requests_total{status="error"}[5m])) / sum(rate(model_requests_total[5m]))
""".strip()
LATENCY_P95 = """
histogram_quantile(0.95, sum by (le) (rate(model_request_latency_seconds_bucket[5m])))
""".strip()


def dashboard() -> dict[str, Any]:
    """The Grafana dashboard: traffic, errors, latency, saturation, predictions and drift.

    >>> [panel["title"] for panel in dashboard()["panels"]][:3]
    ['Requests per second', 'Share of errors', 'Latency, 95th percentile']
    """
    queries = {
        "Requests per second": "sum by (status) (rate(model_requests_total[5m]))",
        "Share of errors": ERROR_SHARE,
        "Latency, 95th percentile": LATENCY_P95,
        "Requests in progress": "sum(model_requests_in_progress)",
        "Predictions by class": "sum by (predicted_class) (rate(model_predictions_total[5m]))",
        "Drift by feature": "max by (feature) (model_feature_drift)",
    }
    panels = [
        {
            "id": number + 1,
            "title": title,
            "type": "timeseries",
            "gridPos": {"h": 8, "w": 12, "x": 12 * (number % 2), "y": 8 * (number // 2)},
            "targets": [{"refId": "A", "expr": expr}],
        }
        for number, (title, expr) in enumerate(queries.items())
    ]
    return {"title": "Softmax classifier", "schemaVersion": 39, "panels": panels}


def alert_rules() -> str:
    """The alert rules as YAML, for ``rule_files`` of Prometheus.

    >>> import yaml
    >>> [rule["alert"] for rule in yaml.safe_load(alert_rules())["groups"][0]["rules"]]
    ['HighLatency', 'HighErrorRate']
    """
    return f"""\
groups:
  - name: model
    rules:
      - alert: HighLatency
        expr: {LATENCY_P95} > 1
        for: 5m
        labels:
          severity: warning
        annotations:
          summary: One request in twenty takes longer than a second.
      - alert: HighErrorRate
        expr: {ERROR_SHARE} > 0.05
        for: 10m
        labels:
          severity: critical
        annotations:
          summary: More than one request in twenty fails.
"""
