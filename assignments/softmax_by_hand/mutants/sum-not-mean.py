"""The losses of a batch are added up, without division.

caught by:
cross_entropy.batch_loss cross_entropy.batch_loss_precise binary_cross_entropy.bce
hinge_loss.hinge
"""


def batch_loss(batch_losses):
    return np.sum(batch_losses)


def bce(bce_terms):
    return np.sum(bce_terms)


def hinge(hinge_terms):
    return np.sum(hinge_terms)
