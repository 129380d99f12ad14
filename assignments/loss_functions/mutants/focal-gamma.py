"""The factor is p_t to the power of gamma.

caught by:
focal_loss.known_batch focal_loss.known_alpha binary_focal_loss.known_batch focal_loss.values
focal_loss.alpha_scalar focal_loss.alpha_list focal_loss.alpha_tensor focal_loss.gradient
focal_loss.stable_large focal_loss.stable_gradient binary_focal_loss.values
binary_focal_loss.alpha binary_focal_loss.gradient binary_focal_loss.stable_large
binary_focal_loss.stable_gradient
"""


def focal_loss(logits, y, gamma=2.0, alpha=None):
    log_p = _of_label(F.log_softmax(logits, dim=1), y)
    losses = -(log_p.exp() ** gamma) * log_p
    if alpha is not None:
        weights = torch.as_tensor(alpha, dtype=logits.dtype)
        losses = losses * (weights if weights.ndim == 0 else weights[y])
    return losses.mean()


def binary_focal_loss(logits, y, gamma=2.0, alpha=None):
    losses = _binary_losses(logits, y)
    y = y.reshape(-1)
    losses = (-losses).exp() ** gamma * losses
    if alpha is not None:
        losses = losses * (alpha * y + (1 - alpha) * (1 - y))
    return losses.mean()
