"""alpha weighs one class only.

caught by:
focal_loss.known_alpha binary_focal_loss.known_batch focal_loss.alpha_scalar focal_loss.alpha_list
focal_loss.alpha_tensor binary_focal_loss.alpha
"""


def focal_loss(logits, y, gamma=2.0, alpha=None):
    log_p = _of_label(F.log_softmax(logits, dim=1), y)
    losses = -((1 - log_p.exp()) ** gamma) * log_p
    if alpha is None:
        return losses.mean()
    weights = torch.as_tensor(alpha, dtype=logits.dtype).expand(logits.shape[1])
    return (torch.where(y == 1, weights[1], 1.0) * losses).mean()


def binary_focal_loss(logits, y, gamma=2.0, alpha=None):
    losses = _binary_losses(logits, y)
    y = y.reshape(-1)
    losses = (1 - (-losses).exp()) ** gamma * losses
    if alpha is None:
        return losses.mean()
    return (torch.where(y == 1, alpha, 1.0) * losses).mean()
