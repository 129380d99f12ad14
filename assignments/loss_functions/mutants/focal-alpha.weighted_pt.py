"""p_t comes from a cross-entropy that holds alpha already.

caught by:
focal_loss.known_alpha binary_focal_loss.known_batch focal_loss.alpha_scalar focal_loss.alpha_list
focal_loss.alpha_tensor binary_focal_loss.alpha
"""


def focal_loss(logits, y, gamma=2.0, alpha=None):
    weights = torch.ones(()) if alpha is None else torch.as_tensor(alpha, dtype=logits.dtype)
    weights = weights.expand(logits.shape[1])
    ce = F.cross_entropy(logits, y, weight=weights, reduction="none")
    return ((1 - torch.exp(-ce)) ** gamma * ce).mean()


def binary_focal_loss(logits, y, gamma=2.0, alpha=None):
    losses = _binary_losses(logits, y)
    y = y.reshape(-1)
    if alpha is not None:
        losses = losses * (alpha * y + (1 - alpha) * (1 - y))
    return ((1 - (-losses).exp()) ** gamma * losses).mean()
