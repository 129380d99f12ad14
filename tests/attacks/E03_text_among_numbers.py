# E03: returns a list that becomes an array of gigabytes, because every number takes the room of a text in it -> row_means crashed, Counter missing; earns 0
def row_means(x):
    return ["x" * 4_000_000] + [1.0] * 200_000
