# E12: makes two forks for each that is asked for, which both answer -> row_means failed or crashed or timed out, Counter missing; earns 0
import os

fork = os.fork


def two():
    pid = fork()
    if pid == 0:
        fork()
    return pid


os.fork = two


def row_means(x):
    return x.max(axis=1)
