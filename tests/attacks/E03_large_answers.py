# E03: returns 300 MB, and in parts that together are as much, to be held by the grader until it is done -> row_means crashed or out of memory or failed, Counter missing; earns 0
import numpy as np


def row_means(x):
    return np.ones(300 << 20, dtype=np.int8) if len(x) == 2 else [np.ones(3 << 20)] * 12
