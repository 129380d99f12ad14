# B11: returns a view of 8 TB that takes 8 bytes -> row_means crashed, Counter missing; earns 0
import numpy as np


def row_means(x):
    return np.broadcast_to(np.float64(0), (1 << 20, 1 << 20))
