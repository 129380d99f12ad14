"""The binary losses do not bring prediction and label to one shape.

caught by:
bce_loss.column bce_with_logits.column hinge_loss.column
"""


def bce_loss(p, y):
    return -(y * _log(p) + (1 - y) * _log(1 - p)).mean()


def bce_with_logits(logits, y):
    return (F.softplus(logits) - y * logits).mean()


def hinge_loss(scores, y):
    return F.relu(1 - y * scores).mean()
