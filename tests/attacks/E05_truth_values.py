# E05: forges truth values that are neither 0 nor 1, so that one is true and not equal to true -> row_means crashed, Counter missing; earns 0
import struct
import sys
import time

import msgpack


def row_means(x):
    frame = sys._getframe()
    while "channel" not in frame.f_locals:
        frame = frame.f_back
    value = ["a", "b1", [2], 0] if len(x) == 2 else ["n", "b1", b"\x02"]
    body = msgpack.packb(["d", "value", value])
    data = struct.pack("!IIQ", len(body), 1, 2) + body + b"\x02\xff"
    frame.f_locals["channel"]._sock.sendall(data)
    time.sleep(100)
