# D04 [from kernel]: reads the memory of another submission's processes -> row_means crashed or timed out, Counter missing; earns 0
"""The other student, whose solution is in memory."""
solution = b"the solution of " + b"the first"


def row_means(x):
    return x.mean(axis=1)


class Counter:
    def __init__(self):
        self.total = 0

    def add(self, n):
        self.total += n
