"""Squared error in place of cross-entropy.

caught by:
cross_entropy.loss cross_entropy.loss_precise cross_entropy.batch_losses
cross_entropy.batch_losses_precise descent_step.new_loss descent_step.new_loss_precise
"""


def loss(p, y):
    return np.sum((p - np.eye(len(p))[y]) ** 2)


def batch_losses(batch_p, batch_y):
    return ((batch_p - np.eye(batch_p.shape[1])[batch_y]) ** 2).sum(axis=1)


def new_loss(new_p, y):
    return loss(new_p, y)
