"""X is shifted in place.

caught by:
update_drift.arguments_are_left_alone
"""

def update_drift(X, train_mean, train_std):
    X -= train_mean
    drift = np.abs(X.mean(axis=0)) / np.where(train_std == 0, 1.0, train_std)
    for feature, value in enumerate(drift):
        DRIFT.labels(feature=str(feature)).set(float(value))
    return drift
