"""add_intercept appends the ones.

caught by:
add_intercept.two_rows add_intercept.values
"""


def add_intercept(X):
    return np.column_stack([X, np.ones(len(X))])
