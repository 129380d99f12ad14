# E06: forges a reply that is nested a million times -> row_means crashed, Counter missing; earns 0
import struct
import sys
import time


def row_means(x):
    frame = sys._getframe()
    while "channel" not in frame.f_locals:
        frame = frame.f_back
    body = b"\x92\xa1l" * 1_000_000 + b"\xc0"
    channel = frame.f_locals["channel"]._sock
    channel.setblocking(True)
    channel.sendall(struct.pack("!II", len(body), 0) + body)
    time.sleep(100)
