"""split takes seed 0 for no seed.

caught by:
split.seed
"""


def split(X, y, test_share=0.25, seed=0):
    if seed:
        np.random.seed(seed)
    order = np.random.permutation(len(y))
    test, train = np.split(order, [round(len(y) * test_share)])
    return X[train], X[test], y[train], y[test]
