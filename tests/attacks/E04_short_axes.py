# E04: returns arrays with more short axes than anybody can write out, alone and in a list -> row_means failed, Counter missing; earns 0
import numpy as np


def row_means(x):
    many = np.zeros((2,) * 24, dtype=np.int8)
    return many if len(x) == 2 else [many[0], [1]]
