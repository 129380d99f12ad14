# E07: forges a reply of nested extension types -> row_means crashed, Counter missing; earns 0
import struct
import sys
import time

import msgpack


def row_means(x):
    frame = sys._getframe()
    while "channel" not in frame.f_locals:
        frame = frame.f_back
    body = b"\xc0"
    for _ in range(50):
        body = msgpack.packb(msgpack.ExtType(-1, body))
    frame.f_locals["channel"]._sock.sendall(struct.pack("!II", len(body), 0) + body)
    time.sleep(100)
