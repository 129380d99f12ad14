# C09: stops the process that makes the forks for the checks -> row_means failed or timed out or crashed, Counter missing; earns 0
import os
import signal


def row_means(x):
    os.kill(os.getppid(), signal.SIGSTOP)
    return 0
