"""p_t comes from a cross-entropy that is averaged already.

caught by:
focal_loss.known_batch focal_loss.known_alpha binary_focal_loss.known_batch focal_loss.values
focal_loss.alpha_scalar focal_loss.alpha_list focal_loss.alpha_tensor focal_loss.gradient
binary_focal_loss.values binary_focal_loss.alpha binary_focal_loss.gradient
focal_loss.stable_large binary_focal_loss.stable_large
"""


def focal_loss(logits, y, gamma=2.0, alpha=None):
    weights = None if alpha is None else torch.as_tensor(alpha, dtype=logits.dtype).expand(
        logits.shape[1]
    )
    loss = F.cross_entropy(logits, y)
    loss = (1 - torch.exp(-loss)) ** gamma * loss
    return loss if weights is None else (weights[y] * loss).mean()


def binary_focal_loss(logits, y, gamma=2.0, alpha=None):
    loss = _binary_losses(logits, y).mean()
    loss = (1 - torch.exp(-loss)) ** gamma * loss
    return loss if alpha is None else ((alpha * y + (1 - alpha) * (1 - y)) * loss).mean()
