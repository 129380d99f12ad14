"""The logarithm of a sigmoid that is clipped where it rounded to 0 or 1.

caught by:
bce_with_logits.stable_large bce_with_logits.stable_gradient binary_focal_loss.stable_large
binary_focal_loss.stable_gradient multilabel_loss.stable_large
"""


def _binary_losses(logits, y):
    p, y = torch.sigmoid(logits.reshape(-1)).clamp(1e-7, 1 - 1e-7), y.reshape(-1)
    return -(y * torch.log(p) + (1 - y) * torch.log(1 - p))
