"""standardize takes the test part's own mean and standard deviation.

caught by:
standardize.small_table standardize.test_values standardize.single_test_row
"""

_standardize = standardize


def standardize(X_train, X_test):
    return _standardize(X_train, X_train)[0], _standardize(X_test, X_test)[0]
