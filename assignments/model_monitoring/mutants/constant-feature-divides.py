"""A spread of 0 is divided by.

caught by:
update_drift.constant_feature
"""

def update_drift(X, train_mean, train_std):
    with np.errstate(all="ignore"):
        drift = np.abs(X.mean(axis=0) - train_mean) / train_std
    for feature, value in enumerate(drift):
        DRIFT.labels(feature=str(feature)).set(float(value))
    return drift
