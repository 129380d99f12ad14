"""split returns X_train, y_train, X_test, y_test.

caught by:
split.shapes split.test_share split.every_sample_once split.pairs_stay_together split.random
split.seed split.keeps_input
"""

_split = split


def split(X, y, test_share=0.25, seed=0):
    X_train, X_test, y_train, y_test = _split(X, y, test_share, seed)
    return X_train, y_train, X_test, y_test
