"""The counter of predictions has another name.

caught by:
predict_with_metrics.predictions_by_class predict_with_metrics.predictions_are_a_counter
predict_with_metrics.number_of_series
"""

REGISTRY.unregister(PREDICTIONS)
PREDICTIONS = Counter("predictions_total", "Predictions.", ["predicted_class"], registry=REGISTRY)
