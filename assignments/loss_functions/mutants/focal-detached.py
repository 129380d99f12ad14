"""No gradient passes through the factor of p_t.

caught by:
focal_loss.gradient binary_focal_loss.gradient
"""


def focal_loss(logits, y, gamma=2.0, alpha=None):
    log_p = _of_label(F.log_softmax(logits, dim=1), y)
    losses = -((1 - log_p.exp().detach()) ** gamma) * log_p
    if alpha is not None:
        weights = torch.as_tensor(alpha, dtype=logits.dtype)
        losses = losses * (weights if weights.ndim == 0 else weights[y])
    return losses.mean()


def binary_focal_loss(logits, y, gamma=2.0, alpha=None):
    losses = _binary_losses(logits, y)
    y = y.reshape(-1)
    losses = (1 - (-losses).exp().detach()) ** gamma * losses
    if alpha is not None:
        losses = losses * (alpha * y + (1 - alpha) * (1 - y))
    return losses.mean()
