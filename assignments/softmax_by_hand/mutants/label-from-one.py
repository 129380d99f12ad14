"""Classes are counted from 1: class y is taken for the element before it.

caught by:
cross_entropy.loss cross_entropy.loss_precise gradients.dz gradients.dz_precise
descent_step.new_loss descent_step.new_loss_precise
"""


def loss(p, y):
    return -np.log(p[y - 1])


def dz(p, y):
    return p - np.eye(len(p))[y - 1]


def new_loss(new_p, y):
    return -np.log(new_p[y - 1])
