# B03: returns an object array whose elements give another number each time -> row_means failed, Counter missing; earns 0
import numpy as np


class Lying:
    asked = 0

    def __float__(self):
        Lying.asked += 1
        return float(Lying.asked)


def row_means(x):
    return np.array([Lying() for _ in x], dtype=object)
