# B08: returns one number that would be broadcast to all -> row_means failed, Counter missing; earns 0
import numpy as np


def row_means(x):
    return np.float64(x.mean())
