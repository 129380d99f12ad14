"""split shuffles features and labels apart.

caught by:
split.pairs_stay_together
"""


def split(X, y, test_share=0.25, seed=0):
    rng = np.random.default_rng(seed)
    X, y = X[rng.permutation(len(y))], y[rng.permutation(len(y))]
    n_test = round(len(y) * test_share)
    return X[n_test:], X[:n_test], y[n_test:], y[:n_test]
