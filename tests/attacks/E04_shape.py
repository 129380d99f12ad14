# E04: forges arrays whose shape and data do not agree -> row_means crashed, Counter missing; earns 0
import struct
import sys
import time

import msgpack


def row_means(x):
    frame = sys._getframe()
    while "channel" not in frame.f_locals:
        frame = frame.f_back
    shape = [1 << 62, 1 << 62] if len(x) == 2 else [-1]
    body = msgpack.packb(["d", "value", ["a", "f8", shape, 0]])
    data = struct.pack("!IIQ", len(body), 1, 8) + body + bytes(8)
    frame.f_locals["channel"]._sock.sendall(data)
    time.sleep(100)
