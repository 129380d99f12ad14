"""Every logarithm is to base 10.

caught by:
?
"""


def loss(p, y):
    return -np.log10(p[y])


def batch_losses(batch_p, batch_y):
    return -np.log10(batch_p[np.arange(len(batch_y)), batch_y])


def new_loss(new_p, y):
    return -np.log10(new_p[y])


def bce_terms(bce_p, bce_y):
    return -(bce_y * np.log10(bce_p) + (1 - bce_y) * np.log10(1 - bce_p))


def kl_terms(P, Q):
    return P * np.log10(P / Q)
