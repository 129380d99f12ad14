"""log(1 + exp(-z)) of the true class's logit, written as it stands.

caught by:
bce_with_logits.stable_large bce_with_logits.stable_gradient binary_focal_loss.stable_large
binary_focal_loss.stable_gradient multilabel_loss.stable_large
"""


def _binary_losses(logits, y):
    return torch.log(1 + torch.exp(-(2 * y.reshape(-1) - 1) * logits.reshape(-1)))
