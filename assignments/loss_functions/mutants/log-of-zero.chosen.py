"""The logarithm of the true class's probability, which may be 0.

caught by:
bce_loss.stable_zero_and_one
"""


def bce_loss(p, y):
    p, y = p.reshape(-1), y.reshape(-1)
    return -torch.log(torch.where(y == 1, p, 1 - p)).mean()
