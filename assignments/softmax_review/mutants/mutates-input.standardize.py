"""standardize changes the caller's arrays.

caught by:
standardize.keeps_input
"""

_standardize = standardize


def standardize(X_train, X_test):
    X_train[:], X_test[:] = _standardize(X_train, X_test)
    return X_train, X_test
