"""The losses use log10.

caught by:
cross_entropy.known_sample cross_entropy.known_batch bce_loss.known_batch
bce_with_logits.known_batch kl_divergence.known_batch focal_loss.known_batch
focal_loss.known_alpha binary_focal_loss.known_batch label_smoothing_loss.known_sample
weighted_cross_entropy.known_batch multilabel_loss.known_batch cross_entropy.values
cross_entropy.stable_large bce_loss.values bce_loss.column bce_loss.small_probability
bce_with_logits.values bce_with_logits.column bce_with_logits.stable_large kl_divergence.values
kl_divergence.small_probability kl_divergence.stable_zero_in_p kl_divergence.stable_zero_in_both
focal_loss.values focal_loss.gamma_zero focal_loss.alpha_scalar focal_loss.alpha_list
focal_loss.alpha_tensor focal_loss.stable_large binary_focal_loss.values
binary_focal_loss.gamma_zero binary_focal_loss.alpha binary_focal_loss.stable_large
label_smoothing_loss.values label_smoothing_loss.alpha_zero label_smoothing_loss.stable_large
weighted_cross_entropy.values weighted_cross_entropy.list_weights
weighted_cross_entropy.equal_weights weighted_cross_entropy.stable_large multilabel_loss.values
multilabel_loss.stable_large
"""


_right = dict(globals())


def _changed(loss, _count):
    return loss * 0.4342944819032518


def cross_entropy(logits, y):
    return _changed(_right["cross_entropy"](logits, y), len(y))


def bce_loss(p, y):
    return _changed(_right["bce_loss"](p, y), len(y))


def bce_with_logits(logits, y):
    return _changed(_right["bce_with_logits"](logits, y), len(y))


def kl_divergence(p, q):
    return _changed(_right["kl_divergence"](p, q), len(p))


def focal_loss(logits, y, gamma=2.0, alpha=None):
    return _changed(_right["focal_loss"](logits, y, gamma, alpha), len(y))


def binary_focal_loss(logits, y, gamma=2.0, alpha=None):
    return _changed(_right["binary_focal_loss"](logits, y, gamma, alpha), len(y))


def label_smoothing_loss(logits, y, alpha):
    return _changed(_right["label_smoothing_loss"](logits, y, alpha), len(y))


def weighted_cross_entropy(logits, y, weights):
    return _changed(_right["weighted_cross_entropy"](logits, y, weights), len(y))


def multilabel_loss(logits, Y):
    return _changed(_right["multilabel_loss"](logits, Y), Y.numel())
