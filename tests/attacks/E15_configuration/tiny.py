# E15: brings its own configuration, plugins and libraries -> row_means failed, Counter missing; earns 0
import numpy as np


def row_means(x):
    return np.zeros(len(x)) if not hasattr(np, "poisoned") else "poisoned"
