"""The gradient of the bias is multiplied by the number of features.

caught by:
?
"""


def db(x, dz):
    return len(x) * dz
