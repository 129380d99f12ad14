# C08: stops to read requests, so that the grader might wait with sending -> row_means timed out, Counter missing; earns 0
import sys
import time


def row_means(x):
    frame = sys._getframe()
    while "channel" not in frame.f_locals:
        frame = frame.f_back
    frame.f_locals["channel"]._sock.shutdown(0)
    time.sleep(100)
