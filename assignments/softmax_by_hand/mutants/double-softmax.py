"""Softmax is applied to probabilities once more before the loss.

caught by:
cross_entropy.loss cross_entropy.loss_precise descent_step.new_loss descent_step.new_loss_precise
"""


def loss(p, y):
    return -np.log(_softmax(p)[y])


def new_loss(new_p, y):
    return -np.log(_softmax(new_p)[y])
