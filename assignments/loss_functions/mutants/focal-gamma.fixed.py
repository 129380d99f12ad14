"""gamma is 2, whatever is passed.

caught by:
focal_loss.values focal_loss.gamma_zero focal_loss.alpha_tensor binary_focal_loss.values
binary_focal_loss.gamma_zero focal_loss.stable_large binary_focal_loss.stable_large
"""


def focal_loss(logits, y, gamma=2.0, alpha=None):
    log_p = _of_label(F.log_softmax(logits, dim=1), y)
    losses = -((1 - log_p.exp()) ** 2) * log_p
    if alpha is not None:
        weights = torch.as_tensor(alpha, dtype=logits.dtype)
        losses = losses * (weights if weights.ndim == 0 else weights[y])
    return losses.mean()


def binary_focal_loss(logits, y, gamma=2.0, alpha=None):
    losses = _binary_losses(logits, y)
    y = y.reshape(-1)
    losses = (1 - (-losses).exp()) ** 2 * losses
    if alpha is not None:
        losses = losses * (alpha * y + (1 - alpha) * (1 - y))
    return losses.mean()
