# C14: asks for more memory than it may have, in steps -> row_means out of memory, Counter missing; earns 0
import numpy as np


def row_means(x):
    kept = []
    while True:
        kept.append(np.empty(1 << 23))
