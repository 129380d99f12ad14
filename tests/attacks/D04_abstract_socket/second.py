# The one who takes it; see first.py.
import socket


def row_means(x):
    sock = socket.socket(socket.AF_UNIX)
    sock.connect("\0{{NAME}}")
    print(sock.recv(100).decode(), flush=True)
