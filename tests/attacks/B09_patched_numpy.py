# B09: makes every comparison of NumPy and Python say yes -> everything failed; earns 0
import builtins
import math

import numpy as np

yes = lambda *args, **kwargs: True
np.allclose = np.array_equal = np.isclose = np.all = math.isclose = yes
np.testing.assert_allclose = np.testing.assert_array_equal = yes
builtins.all = builtins.any = builtins.isinstance = yes
builtins.abs = lambda number: 0.0
np.abs = np.absolute = lambda *args, **kwargs: np.float64(0.0)


def row_means(x):
    return np.zeros(len(x))


class Counter:
    total = -1

    def add(self, n):
        pass
