"""split shuffles the caller's arrays.

caught by:
split.keeps_input
"""


def split(X, y, test_share=0.25, seed=0):
    order = np.random.default_rng(seed).permutation(len(y))
    X[:], y[:] = X[order], y[order]
    n_test = round(len(y) * test_share)
    return X[n_test:], X[:n_test], y[n_test:], y[:n_test]
