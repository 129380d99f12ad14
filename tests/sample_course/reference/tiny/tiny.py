"""The model solution of the sample course's assignment."""

import numpy as np


def row_means(x):
    """The mean of each row of x (N, D), as (N,)."""
    return np.asarray(x).mean(axis=1)


class Counter:
    """Adds up numbers."""

    def __init__(self):
        self.total = 0

    def add(self, n):
        """Add n to the total."""
        self.total += n
