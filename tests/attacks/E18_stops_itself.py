# E18: stops itself, so that it never ends -> row_means timed out, Counter missing; earns 0
import os
import signal


def row_means(x):
    os.kill(os.getpid(), signal.SIGSTOP)
