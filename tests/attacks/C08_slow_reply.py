# C08: drips its reply byte by byte -> row_means timed out, Counter missing; earns 0
import struct
import sys
import time


def control():
    frame = sys._getframe()
    while "channel" not in frame.f_locals:
        frame = frame.f_back
    return frame.f_locals["channel"]._sock


def row_means(x):
    sock = control()
    for byte in struct.pack("!II", 1000, 0) + b"\x93" * 1000:
        sock.send(bytes([byte]))
        time.sleep(0.1)
