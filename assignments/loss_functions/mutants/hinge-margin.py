"""The hinge loss has no margin: nothing is lost as soon as the sign is right.

caught by:
hinge_loss.known_batch hinge_loss.values hinge_loss.column hinge_loss.gradient
"""


def hinge_loss(scores, y):
    return F.relu(-y.reshape(-1) * scores.reshape(-1)).mean()
