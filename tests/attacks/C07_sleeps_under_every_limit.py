# C07: sleeps just under every limit, to hold the batch -> row_means passed, Counter passed; earns 7
import time

time.sleep(0.2)
time.sleep(0.2)
time.sleep(0.2)


def row_means(x):
    time.sleep(0.2)
    return x.mean(axis=1)


class Counter:
    def __init__(self):
        time.sleep(0.2)
        self.total = 0

    def add(self, n):
        self.total += n
