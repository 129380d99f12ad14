"""Sums.

caught by: row_means.example row_means.values row_means.leaves_input
"""


def row_means(x):
    return x.sum(axis=1)
