# C16: many processes, each below its limit, fill the memory together -> row_means out of memory or timed out, Counter missing; earns 0
import os
import time


def row_means(x):
    for _ in range(6):
        if os.fork() == 0:
            kept = bytearray(b"x" * (60 << 20))
            time.sleep(30)
            os._exit(len(kept) > 0)
    time.sleep(30)
