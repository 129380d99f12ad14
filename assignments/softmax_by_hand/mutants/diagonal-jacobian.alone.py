"""s (1 - s) alone as the gradient.

caught by:
gradients.dz gradients.dz_precise
"""


def dz(p):
    return p * (1 - p)
