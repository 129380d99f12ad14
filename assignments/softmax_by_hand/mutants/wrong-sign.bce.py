"""The minus of the binary cross-entropy is missing.

caught by:
binary_cross_entropy.never_negative binary_cross_entropy.bce_terms
binary_cross_entropy.bce_terms_precise
"""


def bce_terms(bce_p, bce_y):
    return bce_y * np.log(bce_p) + (1 - bce_y) * np.log(1 - bce_p)
