# E20: a segmentation fault -> row_means crashed, Counter passed; earns 2
import ctypes


def row_means(x):
    ctypes.string_at(0)


class Counter:
    def __init__(self):
        self.total = 0

    def add(self, n):
        self.total += n
