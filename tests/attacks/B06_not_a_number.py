# B06: returns nan and infinities, which no comparison finds too large -> row_means failed, Counter missing; earns 0
import numpy as np


def row_means(x):
    return np.full(len(x), [np.nan, np.inf][len(x) == 2])
