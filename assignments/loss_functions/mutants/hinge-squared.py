"""The hinge loss is squared.

caught by:
hinge_loss.known_batch hinge_loss.values hinge_loss.column hinge_loss.gradient
"""


def hinge_loss(scores, y):
    return (F.relu(1 - y.reshape(-1) * scores.reshape(-1)) ** 2).mean()
