"""split draws for each sample whether it goes to the test part.

caught by:
split.test_share
"""


def split(X, y, test_share=0.25, seed=0):
    chosen = np.random.default_rng(seed).random(len(y)) < test_share
    return X[~chosen], X[chosen], y[~chosen], y[chosen]
