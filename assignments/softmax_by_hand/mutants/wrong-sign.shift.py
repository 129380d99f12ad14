"""z is subtracted from its maximum, and not the other way round.

caught by:
?
"""


def shifted(z, max_z):
    return max_z - z
