# C07: sleeps just under every limit, to hold the batch -> everything passed or timed out; earns 7
import time

time.sleep(0.06)
time.sleep(0.06)


def row_means(x):
    time.sleep(0.06)
    return x.mean(axis=1)


class Counter:
    def __init__(self):
        time.sleep(0.06)
        self.total = 0

    def add(self, n):
        self.total += n
