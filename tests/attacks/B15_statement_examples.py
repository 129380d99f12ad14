# B15: knows the example of the statement by heart -> row_means passed or failed, Counter missing; earns 1
def row_means(x):
    return [3.0, 0.0]
