"""split always uses the same seed.

caught by:
split.seed
"""

_split = split


def split(X, y, test_share=0.25, seed=0):
    return _split(X, y, test_share, 0)
