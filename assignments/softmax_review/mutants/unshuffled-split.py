"""split takes the first samples for the test.

caught by:
split.random split.seed
"""


def split(X, y, test_share=0.25, seed=0):
    n_test = round(len(y) * test_share)
    return X[n_test:], X[:n_test], y[n_test:], y[:n_test]
