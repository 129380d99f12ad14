# F06: constants that would take the machine if somebody worked them out -> row_means timed out or out of memory or crashed, Counter missing; earns 0
huge = lambda: 9 ** 9 ** 9 ** 9
text = lambda: "x" * (1 << 60)


def row_means(x):
    return 9 ** 9 ** 9
