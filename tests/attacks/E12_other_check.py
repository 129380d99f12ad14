# E12: answers one check in the process that was made for another, with what it saw there -> row_means failed or crashed or timed out, Counter missing or crashed; earns 0
import os
import socket

fork, receive = os.fork, socket.recv_fds
earlier = []


def swapped(*args):
    data, descriptors, flags, address = receive(*args)
    earlier.extend(map(os.dup, descriptors))
    if len(earlier) > 1:
        os.dup2(earlier[-2], descriptors[0])
    return data, descriptors, flags, address


socket.recv_fds = swapped


def row_means(x):
    return x.max(axis=1)
