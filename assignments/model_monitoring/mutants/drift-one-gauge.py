"""One gauge for the largest drift, without a label.

caught by:
update_drift.gauges update_drift.type_and_label update_drift.latest_counts
"""

REGISTRY.unregister(DRIFT)
DRIFT = Gauge("model_feature_drift", "Drift.", registry=REGISTRY)


def update_drift(X, train_mean, train_std):
    drift = np.abs(X.mean(axis=0) - train_mean) / np.where(train_std == 0, 1.0, train_std)
    DRIFT.set(float(drift.max()))
    return drift
