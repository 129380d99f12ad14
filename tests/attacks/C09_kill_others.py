# C09 [from kernel, control]: kills a process that is none of its own -> row_means crashed, Counter missing; earns 0
import os
import signal


def row_means(x):
    os.kill({{VICTIM}}, signal.SIGKILL)
