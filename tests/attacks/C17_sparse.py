# C17: makes files of a terabyte that take no room, and memory as large -> row_means crashed, Counter missing; earns 0
import mmap
import os


def row_means(x):
    with open("huge", "wb") as file:
        os.truncate(file.fileno(), 1 << 40)
        print("LOOT" * 2)
    mmap.mmap(-1, 1 << 40)
