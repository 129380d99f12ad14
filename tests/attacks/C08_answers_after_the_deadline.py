# C08: sends half of a right answer, and the rest when its time is over -> row_means timed out, Counter missing; earns 0
import struct
import sys
import time

import msgpack


def row_means(x):
    frame = sys._getframe()
    while "channel" not in frame.f_locals:
        frame = frame.f_back
    data = x.mean(axis=1)
    body = msgpack.packb(["d", "value", ["a", "f8", [len(data)], 0]])
    sock = frame.f_locals["channel"]._sock
    sock.setblocking(True)
    sock.sendall(struct.pack("!IIQ", len(body), 1, data.nbytes) + body)
    time.sleep(2.5)
    sock.sendall(data.tobytes())
    time.sleep(100)
