"""The focal factor of binary_focal_loss from log(1 + exp(-z)), written as it stands.

caught by:
binary_focal_loss.stable_large binary_focal_loss.stable_gradient
"""


def binary_focal_loss(logits, y, gamma=2.0, alpha=None):
    losses = F.binary_cross_entropy_with_logits(logits, y, reduction="none")
    factor = torch.exp(-gamma * y * logits - gamma * torch.log(1 + torch.exp(-logits)))
    losses = (1.0 if gamma == 0 else factor) * losses
    if alpha is not None:
        losses = torch.where(y == 1, alpha, 1 - alpha) * losses
    return losses.mean()
