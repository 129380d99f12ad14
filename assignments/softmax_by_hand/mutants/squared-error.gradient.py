"""2 (p - y), the gradient of the squared error.

caught by:
?
"""


def dz(p, y):
    return 2 * (p - np.eye(len(p))[y])
