"""The logarithm of the true class's sigmoid, which may have rounded to 0.

caught by:
bce_with_logits.stable_large bce_with_logits.stable_gradient binary_focal_loss.stable_large
binary_focal_loss.stable_gradient multilabel_loss.stable_large
"""


def _binary_losses(logits, y):
    p, y = torch.sigmoid(logits.reshape(-1)), y.reshape(-1)
    return -torch.log(torch.where(y == 1, p, 1 - p))
