"""A binary focal loss of every class against one-hot labels, the mean over all of them.

caught by:
focal_loss.known_batch focal_loss.known_alpha focal_loss.values focal_loss.gamma_zero
focal_loss.alpha_scalar focal_loss.alpha_list focal_loss.alpha_tensor focal_loss.gradient
focal_loss.stable_large focal_loss.stable_gradient
"""


def focal_loss(logits, y, gamma=2.0, alpha=None):
    losses = _binary_losses(logits, F.one_hot(y, logits.shape[1]).float()).reshape(logits.shape)
    losses = (1 - (-losses).exp()) ** gamma * losses
    if alpha is not None:
        losses = losses * torch.as_tensor(alpha, dtype=logits.dtype)
    return losses.mean()
