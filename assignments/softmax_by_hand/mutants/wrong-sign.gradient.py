"""The gradient is y - p.

caught by:
?
"""


def dz(p, y):
    return np.eye(len(p))[y] - p
