# C19: prints a hundred megabytes -> row_means passed or timed out, Counter missing; earns 5
import os


def row_means(x):
    for _ in range(50):
        os.write(1, b"x" * (1 << 20))
        os.write(2, b"y" * (1 << 20))
    return x.mean(axis=1)
