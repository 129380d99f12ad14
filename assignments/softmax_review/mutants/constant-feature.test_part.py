"""standardize puts 0 for nan in the training part only.

caught by:
standardize.constant_feature
"""


def standardize(X_train, X_test):
    mean, spread = X_train.mean(axis=0), X_train.std(axis=0)
    with np.errstate(all="ignore"):
        return np.nan_to_num((X_train - mean) / spread), (X_test - mean) / spread
