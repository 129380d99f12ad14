# C05: never answers -> row_means timed out, Counter missing; earns 0
def row_means(x):
    while True:
        pass
