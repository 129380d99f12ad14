"""The hinge loss takes its labels for 0 and 1.

caught by:
hinge_loss.known_batch hinge_loss.values hinge_loss.column hinge_loss.gradient
"""


def hinge_loss(scores, y):
    sign = 2 * y.reshape(-1) - 1
    return F.relu(1 - sign * scores.reshape(-1)).mean()
