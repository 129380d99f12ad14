"""Predictions are counted with a gauge.

caught by:
predict_with_metrics.predictions_are_a_counter
"""

REGISTRY.unregister(PREDICTIONS)
PREDICTIONS = Gauge(
    "model_predictions_total", "Predictions.", ["predicted_class"], registry=REGISTRY
)
