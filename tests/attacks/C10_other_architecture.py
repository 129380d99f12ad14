# C10 [from kernel]: calls the kernel as a program of another architecture would -> row_means crashed, Counter missing; earns 0
import ctypes
import os

X32 = 0x40000000


def row_means(x):
    result = ctypes.CDLL(None).syscall(39 | X32)
    if result > 0:
        print("LOOT" * 2, result, flush=True)
    raise PermissionError("no such call")
