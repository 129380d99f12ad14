"""The losses return one number for each sample.

caught by:
cross_entropy.known_batch nll_loss.known_batch bce_loss.known_batch bce_with_logits.known_batch
hinge_loss.known_batch kl_divergence.known_batch focal_loss.known_batch focal_loss.known_alpha
binary_focal_loss.known_batch multilabel_loss.known_batch cross_entropy.values
cross_entropy.stable_large nll_loss.values nll_loss.stable_minus_infinity bce_loss.values
bce_loss.column bce_loss.small_probability bce_loss.stable_zero_and_one bce_with_logits.values
bce_with_logits.column bce_with_logits.stable_large hinge_loss.values hinge_loss.column
kl_divergence.values kl_divergence.small_probability kl_divergence.stable_zero_in_p
kl_divergence.stable_zero_in_both focal_loss.values focal_loss.gamma_zero focal_loss.alpha_scalar
focal_loss.alpha_list focal_loss.alpha_tensor focal_loss.stable_large binary_focal_loss.values
binary_focal_loss.gamma_zero binary_focal_loss.alpha binary_focal_loss.stable_large
label_smoothing_loss.values label_smoothing_loss.alpha_zero label_smoothing_loss.stable_large
multilabel_loss.values multilabel_loss.stable_large
"""


def cross_entropy(logits, y):
    return -_of_label(F.log_softmax(logits, dim=1), y)


def nll_loss(log_probs, y):
    return -_of_label(log_probs, y)


def bce_loss(p, y):
    p, y = p.reshape(-1), y.reshape(-1)
    return -(y * _log(p) + (1 - y) * _log(1 - p))


def bce_with_logits(logits, y):
    return _binary_losses(logits, y)


def hinge_loss(scores, y):
    return F.relu(1 - y.reshape(-1) * scores.reshape(-1))


def kl_divergence(p, q):
    return (p * (_log(p) - _log(q))).sum(dim=1)


def focal_loss(logits, y, gamma=2.0, alpha=None):
    log_p = _of_label(F.log_softmax(logits, dim=1), y)
    losses = -((1 - log_p.exp()) ** gamma) * log_p
    if alpha is not None:
        weights = torch.as_tensor(alpha, dtype=logits.dtype)
        losses = losses * (weights if weights.ndim == 0 else weights[y])
    return losses


def binary_focal_loss(logits, y, gamma=2.0, alpha=None):
    losses = _binary_losses(logits, y)
    losses = (1 - (-losses).exp()) ** gamma * losses
    if alpha is not None:
        losses = losses * (alpha * y + (1 - alpha) * (1 - y))
    return losses


def label_smoothing_loss(logits, y, alpha):
    targets = smooth_labels(y, logits.shape[1], alpha)
    return -(targets * F.log_softmax(logits, dim=1)).sum(dim=1)


def multilabel_loss(logits, Y):
    return _binary_losses(logits, Y).reshape(Y.shape)
