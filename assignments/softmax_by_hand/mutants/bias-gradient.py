"""The gradient of the bias is multiplied by the number of features.

caught by:
gradients.db
"""


def db(x, dz):
    return len(x) * dz
