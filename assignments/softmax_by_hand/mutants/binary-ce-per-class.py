"""The binary cross-entropy of every class is added up.

caught by:
cross_entropy.loss cross_entropy.loss_precise cross_entropy.batch_losses
cross_entropy.batch_losses_precise descent_step.new_loss descent_step.new_loss_precise
"""


def loss(p, y):
    return -np.log(p[y]) - sum(np.log(1 - p[k]) for k in range(len(p)) if k != y)


def batch_losses(batch_p, batch_y):
    return np.array([loss(row, label) for row, label in zip(batch_p, batch_y)])


def new_loss(new_p, y):
    return loss(new_p, y)
