# C15: fills shared mappings, which belong to nobody -> row_means out of memory or crashed or timed out, Counter missing; earns 0
import mmap


def row_means(x):
    kept = []
    while True:
        shared = mmap.mmap(-1, 64 << 20)
        shared.write(b"x" * (8 << 20))
        kept.append(shared)
