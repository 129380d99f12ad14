"""split draws the test samples with replacement.

caught by:
split.every_sample_once
"""


def split(X, y, test_share=0.25, seed=0):
    rng = np.random.default_rng(seed)
    test = rng.choice(len(y), round(len(y) * test_share))
    train = np.setdiff1d(np.arange(len(y)), test)
    return X[train], X[test], y[train], y[test]
