# C17: fills the disk with one file -> row_means crashed, Counter missing; earns 0
def row_means(x):
    with open("full", "wb", buffering=0) as file:
        while True:
            if file.write(bytes(1 << 20)) == 0:
                raise OSError("full")
