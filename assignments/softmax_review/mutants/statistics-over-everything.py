"""standardize takes one mean and one deviation of all features.

caught by:
standardize.small_table standardize.train_values standardize.test_values
standardize.single_test_row standardize.constant_feature
"""


def standardize(X_train, X_test):
    mean, spread = X_train.mean(), X_train.std()
    return (X_train - mean) / spread, (X_test - mean) / spread
