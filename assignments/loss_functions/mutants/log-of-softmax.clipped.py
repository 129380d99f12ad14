"""The logarithm of a softmax that is clipped where it rounded to 0.

caught by:
cross_entropy.stable_large cross_entropy.stable_gradient focal_loss.stable_large
focal_loss.stable_gradient label_smoothing_loss.stable_large weighted_cross_entropy.stable_large
"""


def _log_probs(logits):
    return torch.log(torch.softmax(logits, dim=1).clamp(min=1e-12))


def cross_entropy(logits, y):
    return -_of_label(_log_probs(logits), y).mean()


def focal_loss(logits, y, gamma=2.0, alpha=None):
    log_p = _of_label(_log_probs(logits), y)
    losses = -((1 - log_p.exp()) ** gamma) * log_p
    if alpha is not None:
        weights = torch.as_tensor(alpha, dtype=logits.dtype)
        losses = losses * (weights if weights.ndim == 0 else weights[y])
    return losses.mean()


def label_smoothing_loss(logits, y, alpha):
    targets = smooth_labels(y, logits.shape[1], alpha)
    return -(targets * _log_probs(logits)).sum(dim=1).mean()


def weighted_cross_entropy(logits, y, weights):
    w = torch.as_tensor(weights, dtype=logits.dtype)[y]
    return -(w * _of_label(_log_probs(logits), y)).sum() / w.sum()
