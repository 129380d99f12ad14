# E20: corrupts its own interpreter -> row_means crashed or timed out, Counter missing; earns 0
import ctypes


def row_means(x):
    ctypes.memset(id(x) - 64, 0x41, 4096)
    return x.mean(axis=1)
