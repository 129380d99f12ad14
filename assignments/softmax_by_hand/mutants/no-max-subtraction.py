"""The exponentials are taken of z itself, where the shifted logits are asked for.

caught by:
?
"""


def exps(z):
    return np.exp(z)
