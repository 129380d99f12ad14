"""The factor has the probability of class 1 for both classes.

caught by:
binary_focal_loss.known_batch binary_focal_loss.values binary_focal_loss.alpha
binary_focal_loss.gradient binary_focal_loss.stable_large binary_focal_loss.stable_gradient
"""


def binary_focal_loss(logits, y, gamma=2.0, alpha=None):
    losses = (1 - torch.sigmoid(logits)) ** gamma * _binary_losses(logits, y)
    if alpha is not None:
        losses = losses * (alpha * y + (1 - alpha) * (1 - y))
    return losses.mean()
