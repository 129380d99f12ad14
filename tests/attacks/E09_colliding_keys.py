# E09: returns a dictionary whose keys all collide -> row_means crashed or failed or timed out, Counter missing; earns 0
PRIME = (1 << 61) - 1


def row_means(x):
    return {PRIME * n: n for n in range(4000 if len(x) == 2 else 19_000)}
