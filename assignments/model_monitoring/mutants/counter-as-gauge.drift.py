"""The drift, which also falls, is a counter.

caught by:
update_drift.gauges update_drift.type_and_label update_drift.latest_counts
"""

REGISTRY.unregister(DRIFT)
DRIFT = Counter("model_feature_drift", "Drift.", ["feature"], registry=REGISTRY)


def update_drift(X, train_mean, train_std):
    drift = np.abs(X.mean(axis=0) - train_mean) / np.where(train_std == 0, 1.0, train_std)
    for feature, value in enumerate(drift):
        DRIFT.labels(feature=str(feature)).inc(float(value))
    return drift
