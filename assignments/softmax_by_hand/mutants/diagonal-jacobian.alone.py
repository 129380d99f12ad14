"""s (1 - s) alone as the gradient.

caught by:
?
"""


def dz(p):
    return p * (1 - p)
