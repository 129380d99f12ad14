"""split leaves the test samples in the training part.

caught by:
split.shapes split.every_sample_once
"""


def split(X, y, test_share=0.25, seed=0):
    test = np.random.default_rng(seed).permutation(len(y))[: round(len(y) * test_share)]
    return X, X[test], y, y[test]
