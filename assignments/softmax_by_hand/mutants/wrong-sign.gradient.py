"""The gradient is y - p.

caught by:
gradients.dz gradients.dz_precise
"""


def dz(p, y):
    return np.eye(len(p))[y] - p
