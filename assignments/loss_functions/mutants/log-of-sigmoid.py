"""The logarithm of a sigmoid that may have rounded to 0 or 1.

caught by:
bce_with_logits.stable_large bce_with_logits.stable_gradient binary_focal_loss.stable_large
binary_focal_loss.stable_gradient multilabel_loss.stable_large
"""


def _binary_losses(logits, y):
    p, y = torch.sigmoid(logits.reshape(-1)), y.reshape(-1)
    return -(y * torch.log(p) + (1 - y) * torch.log(1 - p))
