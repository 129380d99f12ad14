# E12: asks the process that makes the forks for forks of its own -> row_means failed or crashed or timed out, Counter missing; earns 0
import gc
import os
import socket


def row_means(x):
    for thing in gc.get_objects():
        if isinstance(thing, socket.socket) and thing.fileno() >= 0:
            try:
                socket.send_fds(thing, [b"F"], [1])
            except OSError:
                pass
    return 0
