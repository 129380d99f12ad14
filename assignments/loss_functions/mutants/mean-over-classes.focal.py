"""The mean of the (N, C) table in which the focal loss stands at the label, and 0 elsewhere.

caught by:
focal_loss.known_batch focal_loss.known_alpha focal_loss.values focal_loss.gamma_zero
focal_loss.alpha_scalar focal_loss.alpha_list focal_loss.alpha_tensor focal_loss.stable_large
"""


def focal_loss(logits, y, gamma=2.0, alpha=None):
    log_p = F.log_softmax(logits, dim=1)
    weights = torch.as_tensor(1.0 if alpha is None else alpha, dtype=logits.dtype)
    losses = -weights * (1 - log_p.exp()) ** gamma * log_p
    return (F.one_hot(y, logits.shape[1]) * losses).mean()
