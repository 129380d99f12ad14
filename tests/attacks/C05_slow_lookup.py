# C05: its answer takes for ever to be packed -> row_means timed out, Counter missing; earns 0
class Endless(list):
    def __iter__(self):
        while True:
            yield from ()


def row_means(x):
    return Endless([1.0])
