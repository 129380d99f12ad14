# C14: asks for more memory than it may have while the file runs -> row_means passed, Counter missing; earns 5
everything = bytearray(1 << 40)


def row_means(x):
    return x.mean(axis=1)
