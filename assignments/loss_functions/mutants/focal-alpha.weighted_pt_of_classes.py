"""p_t comes from a cross-entropy that holds the weights of the classes; one number is right.

caught by:
focal_loss.known_alpha focal_loss.alpha_list focal_loss.alpha_tensor
"""


def focal_loss(logits, y, gamma=2.0, alpha=None):
    factor, weights = 1.0, None
    if alpha is not None:
        alpha = torch.as_tensor(alpha, dtype=logits.dtype)
        factor, weights = (alpha, None) if alpha.ndim == 0 else (1.0, alpha)
    ce = F.cross_entropy(logits, y, weight=weights, reduction="none")
    return (factor * (1 - torch.exp(-ce)) ** gamma * ce).mean()
