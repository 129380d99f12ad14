"""Sums.

caught by: row_means.example row_means.values
"""


def row_means(x):
    return x.sum(axis=1)
