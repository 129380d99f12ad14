"""Softmax over the samples.

caught by:
cross_entropy.known_sample cross_entropy.known_batch focal_loss.known_batch focal_loss.known_alpha
label_smoothing_loss.known_sample weighted_cross_entropy.known_batch cross_entropy.values
cross_entropy.gradient cross_entropy.stable_large cross_entropy.stable_gradient focal_loss.values
focal_loss.gamma_zero focal_loss.alpha_scalar focal_loss.alpha_list focal_loss.alpha_tensor
focal_loss.gradient focal_loss.stable_large focal_loss.stable_gradient label_smoothing_loss.values
label_smoothing_loss.alpha_zero label_smoothing_loss.gradient label_smoothing_loss.stable_large
weighted_cross_entropy.values weighted_cross_entropy.list_weights
weighted_cross_entropy.equal_weights weighted_cross_entropy.gradient
weighted_cross_entropy.stable_large
"""


def _log_probs(logits):
    return F.log_softmax(logits, dim=0)


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


def choose_loss(y):
    weights = len(y) / (2 * torch.bincount(y))
    return lambda logits, labels: F.cross_entropy(logits, labels, weight=weights)
