"""alpha is not used.

caught by:
focal_loss.known_alpha binary_focal_loss.known_batch focal_loss.alpha_scalar focal_loss.alpha_list
focal_loss.alpha_tensor binary_focal_loss.alpha
"""


_right = dict(globals())


def focal_loss(logits, y, gamma=2.0, alpha=None):
    return _right["focal_loss"](logits, y, gamma)


def binary_focal_loss(logits, y, gamma=2.0, alpha=None):
    return _right["binary_focal_loss"](logits, y, gamma)
