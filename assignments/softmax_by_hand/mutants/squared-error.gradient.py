"""2 (p - y), the gradient of the squared error.

caught by:
gradients.dz gradients.dz_precise
"""


def dz(p, y):
    return 2 * (p - np.eye(len(p))[y])
