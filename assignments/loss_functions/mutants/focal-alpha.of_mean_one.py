"""alpha is scaled to a mean of 1.

caught by:
focal_loss.known_alpha focal_loss.alpha_list focal_loss.alpha_tensor focal_loss.alpha_scalar
"""


def focal_loss(logits, y, gamma=2.0, alpha=None):
    log_p = _of_label(F.log_softmax(logits, dim=1), y)
    losses = -((1 - log_p.exp()) ** gamma) * log_p
    if alpha is None:
        return losses.mean()
    weights = torch.as_tensor(alpha, dtype=logits.dtype).expand(logits.shape[1])
    return ((weights / weights.mean())[y] * losses).mean()
