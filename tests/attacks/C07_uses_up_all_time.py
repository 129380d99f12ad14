# C07: every call takes nearly as long as it may, until the time of the whole is used up -> row_means passed, Counter timed out; earns 5
import time


def row_means(x):
    return x.mean(axis=1)


class Counter:
    def __init__(self):
        self.total = 0

    def add(self, n):
        time.sleep(0.1)

    @property
    def total(self):
        time.sleep(3)

    @total.setter
    def total(self, n):
        pass
