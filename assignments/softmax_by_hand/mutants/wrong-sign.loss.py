"""The minus of the cross-entropy is missing everywhere.

caught by:
cross_entropy.never_negative cross_entropy.loss cross_entropy.loss_precise
cross_entropy.batch_losses cross_entropy.batch_losses_precise descent_step.new_loss
descent_step.new_loss_precise
"""


def loss(p, y):
    return np.log(p[y])


def batch_losses(batch_p, batch_y):
    return np.log(batch_p[np.arange(len(batch_y)), batch_y])


def new_loss(new_p, y):
    return np.log(new_p[y])
