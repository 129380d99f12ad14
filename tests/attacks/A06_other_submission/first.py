# A06 [from kernel, control]: reads another student's files while they are graded -> row_means crashed, Counter missing; earns 0
"""The other student: answer 42 of the first one."""


def row_means(x):
    return x.mean(axis=1)


class Counter:
    def __init__(self):
        self.total = 0

    def add(self, n):
        self.total += n
