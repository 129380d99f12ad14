# D03 [from kernel, control]: takes over what another submission keeps in /dev/shm -> row_means crashed, Counter missing; earns 0
"""The other student, who shares a solution."""
try:
    with open("/dev/shm/{{NAME}}", "w") as file:
        file.write("LOOT" * 2)
except OSError:
    pass


def row_means(x):
    return x.mean(axis=1)


class Counter:
    def __init__(self):
        self.total = 0

    def add(self, n):
        self.total += n
