# D02 [from kernel, control]: connects to a local service by its path -> row_means crashed, Counter missing; earns 0
import socket


def row_means(x):
    sock = socket.socket(socket.AF_UNIX)
    sock.connect("{{SOCKET}}")
    sock.sendall(b"x")
