"""Classes are counted from 1: class y is taken for the element before it.

caught by:
?
"""


def loss(p, y):
    return -np.log(p[y - 1])


def dz(p, y):
    return p - np.eye(len(p))[y - 1]


def new_loss(new_p, y):
    return -np.log(new_p[y - 1])
