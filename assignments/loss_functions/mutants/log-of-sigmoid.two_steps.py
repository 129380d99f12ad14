"""PyTorch's binary cross-entropy of a finished sigmoid.

caught by:
bce_with_logits.stable_large bce_with_logits.stable_gradient binary_focal_loss.stable_large
binary_focal_loss.stable_gradient multilabel_loss.stable_large
"""


def _binary_losses(logits, y):
    return F.binary_cross_entropy(torch.sigmoid(logits.reshape(-1)), y.reshape(-1), reduction="none")
