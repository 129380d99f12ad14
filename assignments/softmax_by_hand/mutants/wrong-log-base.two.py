"""Every logarithm is to base 2.

caught by:
cross_entropy.loss cross_entropy.loss_precise cross_entropy.batch_losses
cross_entropy.batch_losses_precise descent_step.new_loss descent_step.new_loss_precise
binary_cross_entropy.bce_terms binary_cross_entropy.bce_terms_precise kl_divergence.kl_terms
kl_divergence.kl_terms_precise
"""


def loss(p, y):
    return -np.log2(p[y])


def batch_losses(batch_p, batch_y):
    return -np.log2(batch_p[np.arange(len(batch_y)), batch_y])


def new_loss(new_p, y):
    return -np.log2(new_p[y])


def bce_terms(bce_p, bce_y):
    return -(bce_y * np.log2(bce_p) + (1 - bce_y) * np.log2(1 - bce_p))


def kl_terms(P, Q):
    return P * np.log2(P / Q)
