"""standardize divides by the variance.

caught by:
standardize.train_values standardize.test_values standardize.single_test_row
standardize.constant_feature
"""


def standardize(X_train, X_test):
    mean, spread = X_train.mean(axis=0), X_train.var(axis=0)
    spread = np.where(np.ptp(X_train, axis=0) > 0, spread, 1.0)
    return (X_train - mean) / spread, (X_test - mean) / spread
