"""The features are called feature_0, feature_1 and so on.

caught by:
update_drift.gauges update_drift.latest_counts
"""

def update_drift(X, train_mean, train_std):
    drift = np.abs(X.mean(axis=0) - train_mean) / np.where(train_std == 0, 1.0, train_std)
    for feature, value in enumerate(drift):
        DRIFT.labels(feature=f"feature_{feature}").set(float(value))
    return drift
