# D02 [from kernel, control]: connects to a local service that has no path -> row_means crashed, Counter missing; earns 0
import socket


def row_means(x):
    sock = socket.socket(socket.AF_UNIX)
    sock.connect("\0{{ABSTRACT}}")
    sock.sendall(b"x")
