"""standardize brings each feature into the interval from 0 to 1.

caught by:
standardize.small_table standardize.train_values standardize.test_values
standardize.single_test_row standardize.constant_feature
"""


def standardize(X_train, X_test):
    low, width = X_train.min(axis=0), np.ptp(X_train, axis=0)
    width = np.where(width > 0, width, 1.0)
    return (X_train - low) / width, (X_test - low) / width
