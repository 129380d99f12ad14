"""The logits are multiplied by the temperature.

caught by:
?
"""


def scaled(z, T):
    return z * T
