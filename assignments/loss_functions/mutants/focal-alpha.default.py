"""Where no alpha is given, it is 0.25.

caught by:
focal_loss.known_batch focal_loss.values focal_loss.gamma_zero binary_focal_loss.values
binary_focal_loss.gamma_zero focal_loss.stable_large binary_focal_loss.stable_large
binary_focal_loss.gradient binary_focal_loss.stable_gradient
"""


_right = dict(globals())


def focal_loss(logits, y, gamma=2.0, alpha=0.25):
    return _right["focal_loss"](logits, y, gamma, alpha)


def binary_focal_loss(logits, y, gamma=2.0, alpha=0.25):
    return _right["binary_focal_loss"](logits, y, gamma, alpha)
