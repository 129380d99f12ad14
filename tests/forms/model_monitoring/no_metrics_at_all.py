# expect: predict_with_metrics=any predict_with_metrics.values=passed predict_with_metrics.requests_are_a_counter=failed predict_with_metrics.in_progress_inside=failed predict_with_metrics.number_of_series=failed predict_with_metrics.in_progress_side_by_side=failed update_drift=any update_drift.values=passed update_drift.gauges=failed *=missing
# says: model_requests_total is not among the exposed metrics

import numpy as np


def predict_with_metrics(model, X):
    return model.predict_proba(X).argmax(axis=1)


def update_drift(X, train_mean, train_std):
    return abs(X.mean(axis=0) - train_mean) / np.where(train_std == 0, 1, train_std)
