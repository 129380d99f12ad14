# D04 [from kernel, control]: gets the solution of another submission through an abstract socket -> row_means crashed, Counter missing; earns 0
"""The other student, who offers a solution."""
import socket
import threading


def offer(listener):
    while True:
        with listener.accept()[0] as sock:
            sock.sendall(b"LOOT" * 2)


try:
    listener = socket.socket(socket.AF_UNIX)
    listener.bind("\0{{NAME}}")
    listener.listen()
    threading.Thread(target=offer, args=(listener,), daemon=True).start()
except OSError:
    pass


def row_means(x):
    return x.mean(axis=1)


class Counter:
    def __init__(self):
        self.total = 0

    def add(self, n):
        self.total += n
