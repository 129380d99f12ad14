"""log(1 + exp(-z)), written as it stands.

caught by:
bce_with_logits.stable_large bce_with_logits.stable_gradient binary_focal_loss.stable_large
binary_focal_loss.stable_gradient multilabel_loss.stable_large
"""


def _binary_losses(logits, y):
    z = logits.reshape(-1)
    return torch.log(1 + torch.exp(-z)) + (1 - y.reshape(-1)) * z
