"""z is subtracted from its maximum, and not the other way round.

caught by:
stable_softmax.shifted
"""


def shifted(z, max_z):
    return max_z - z
