# E01: forges a reply with a buffer of 2**63 bytes -> row_means crashed, Counter missing; earns 0
import struct
import sys
import time


def row_means(x):
    frame = sys._getframe()
    while "channel" not in frame.f_locals:
        frame = frame.f_back
    frame.f_locals["channel"]._sock.sendall(struct.pack("!IIQ", 1, 1, 1 << 63) + b"\xc0")
    time.sleep(100)
