"""Every logarithm is to base 2.

caught by:
?
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
