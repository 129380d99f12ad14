"""The features are counted from 1.

caught by:
update_drift.gauges update_drift.latest_counts
"""

def update_drift(X, train_mean, train_std):
    drift = np.abs(X.mean(axis=0) - train_mean) / np.where(train_std == 0, 1.0, train_std)
    for feature, value in enumerate(drift, 1):
        DRIFT.labels(feature=str(feature)).set(float(value))
    return drift
