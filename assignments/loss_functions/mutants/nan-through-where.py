"""torch.where picks the branch that did not overflow; the gradient goes through both.

caught by:
bce_with_logits.stable_gradient binary_focal_loss.stable_gradient
"""


def _binary_losses(logits, y):
    z = logits.reshape(-1)
    softplus = torch.where(z > 0, z + torch.log1p(torch.exp(-z)), torch.log1p(torch.exp(z)))
    return softplus - y.reshape(-1) * z
