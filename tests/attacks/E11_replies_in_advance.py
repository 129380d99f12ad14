# E11: queues many replies in advance, also as its import report -> everything failed or missing or crashed or timed out; earns 0
import struct
import sys

import msgpack


def said(value):
    body = msgpack.packb(value)
    return struct.pack("!II", len(body), 0) + body


exec("""
frame = sys._getframe()
while "channel" not in frame.f_locals and "started" not in frame.f_locals:
    frame = frame.f_back
cells = frame.f_locals["started"].__closure__
sock = next(c.cell_contents for c in cells if hasattr(c.cell_contents, "_sock"))._sock
report = ["d", "names", ["d", "row_means", "callable", "Counter", "callable"], "failures", ["l"]]
sock.sendall(said(report) + said("ready") + said(["d", "value", True]) * 20)
""")


def row_means(x):
    frame = sys._getframe()
    while "channel" not in frame.f_locals:
        frame = frame.f_back
    frame.f_locals["channel"]._sock.sendall(said(["d", "value", True]) * 20)
    return True
