# B02: returns an array whose class answers every comparison itself -> row_means failed, Counter missing; earns 0
import numpy as np


class Right(np.ndarray):
    def __array_ufunc__(self, ufunc, method, *inputs, **kwargs):
        return np.True_

    def __array_function__(self, function, types, args, kwargs):
        return True

    def __eq__(self, other):
        return np.True_

    def __array_finalize__(self, other):
        pass


def row_means(x):
    return np.zeros(len(x)).view(Right)
