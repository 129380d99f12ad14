"""standardize takes mean and standard deviation of both parts together.

caught by:
standardize.small_table standardize.train_values standardize.test_values
standardize.single_test_row standardize.constant_feature
"""


def standardize(X_train, X_test):
    both = np.concatenate([X_train, X_test])
    mean, spread = both.mean(axis=0), both.std(axis=0)
    spread = np.where(np.ptp(both, axis=0) > 0, spread, 1.0)
    return (X_train - mean) / spread, (X_test - mean) / spread
