"""The logits are multiplied by the temperature.

caught by:
temperature.scaled
"""


def scaled(z, T):
    return z * T
