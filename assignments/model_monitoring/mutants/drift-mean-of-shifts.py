"""The mean of the distances instead of the distance of the mean.

caught by:
update_drift.values update_drift.gauges update_drift.latest_counts update_drift.constant_feature
update_drift.single_sample update_drift.arguments_are_left_alone update_drift.no_drift
"""

def update_drift(X, train_mean, train_std):
    spread = np.where(train_std == 0, 1.0, train_std)
    drift = np.abs((X - train_mean) / spread).mean(axis=0)
    for feature, value in enumerate(drift):
        DRIFT.labels(feature=str(feature)).set(float(value))
    return drift
