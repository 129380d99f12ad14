# E12: answers with noise -> row_means crashed or timed out, Counter missing; earns 0
import os
import random
import sys
import time


def row_means(x):
    frame = sys._getframe()
    while "channel" not in frame.f_locals:
        frame = frame.f_back
    noise = random.Random(len(x)).randbytes(100_000)
    channel = frame.f_locals["channel"]._sock
    channel.setblocking(True)
    channel.sendall(b"\xff" * 8 + noise)
    time.sleep(100)
