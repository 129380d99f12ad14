"""In the binary loss, alpha weighs class 0.

caught by:
binary_focal_loss.known_batch binary_focal_loss.alpha
"""


def binary_focal_loss(logits, y, gamma=2.0, alpha=None):
    losses = _binary_losses(logits, y)
    y = y.reshape(-1)
    losses = (1 - (-losses).exp()) ** gamma * losses
    if alpha is None:
        return losses.mean()
    return (((1 - alpha) * y + alpha * (1 - y)) * losses).mean()
