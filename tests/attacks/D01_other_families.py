# D01 [from kernel]: opens raw, netlink, vsock, packet, kernel-crypto and IPv6 sockets -> row_means crashed, Counter missing; earns 0
import socket


def row_means(x):
    for family, kind in ((2, 3), (16, 3), (40, 1), (17, 3), (38, 5), (10, 1), (31, 3), (44, 2)):
        try:
            socket.socket(family, kind).close()
        except OSError as error:
            refused = error
        else:
            print("LOOT" * 2, family, flush=True)
    raise refused
