# B13: keeps what it saw in one check for the next one -> row_means passed, Counter missing; earns 5
seen = []


def row_means(x):
    if seen:
        print("LOOT" * 2, seen, flush=True)
    seen.append(x)
    globals()["row_means"].seen = seen
    return x.mean(axis=1)
