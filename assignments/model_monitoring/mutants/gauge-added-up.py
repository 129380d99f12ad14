"""Each call adds to the gauge.

caught by:
update_drift.latest_counts
"""

def update_drift(X, train_mean, train_std):
    spread = np.where(train_std == 0, 1.0, train_std)
    drift = np.abs(X.mean(axis=0) - train_mean) / spread
    for feature, value in enumerate(drift):
        DRIFT.labels(feature=str(feature)).inc(float(value))
    return drift
