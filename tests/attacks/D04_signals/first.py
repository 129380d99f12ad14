# D04 [from kernel]: kills the processes of another submission -> row_means crashed, Counter missing; earns 0
"""The other student, who keeps a process; it is still there when the checks come."""
import os
import time

child = os.fork()
if child == 0:
    time.sleep(60)
    os._exit(0)


def row_means(x):
    os.kill(child, 0)
    return x.mean(axis=1)


class Counter:
    def __init__(self):
        os.kill(child, 0)
        self.total = 0

    def add(self, n):
        self.total += n
