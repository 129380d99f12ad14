"""A small number is added to the spread, so a constant feature seems to drift without end.

caught by:
update_drift.constant_feature
"""

def update_drift(X, train_mean, train_std):
    drift = np.abs(X.mean(axis=0) - train_mean) / (train_std + 1e-8)
    for feature, value in enumerate(drift):
        DRIFT.labels(feature=str(feature)).set(float(value))
    return drift
