# D01 [from kernel]: sends without a connection, which no rule on connecting sees -> row_means crashed, Counter missing; earns 0
import socket


def row_means(x):
    sock = socket.socket(socket.AF_INET, socket.SOCK_STREAM)
    sock.sendto(b"x", 0x20000000, ("127.0.0.1", {{TCP}}))
