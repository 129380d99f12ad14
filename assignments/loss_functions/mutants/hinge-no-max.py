"""The hinge loss is not cut off at 0.

caught by:
hinge_loss.known_batch hinge_loss.values hinge_loss.column hinge_loss.gradient
"""


def hinge_loss(scores, y):
    return (1 - y.reshape(-1) * scores.reshape(-1)).mean()
