"""The losses leave the graph on their way out.

caught by:
cross_entropy.gradient cross_entropy.stable_gradient nll_loss.gradient bce_loss.gradient
bce_with_logits.gradient bce_with_logits.stable_gradient hinge_loss.gradient
kl_divergence.gradient focal_loss.gradient focal_loss.stable_gradient binary_focal_loss.gradient
binary_focal_loss.stable_gradient label_smoothing_loss.gradient weighted_cross_entropy.gradient
multilabel_loss.gradient
"""


_right = dict(globals())


def _changed(loss, _count):
    return torch.tensor(loss.item())


def cross_entropy(logits, y):
    return _changed(_right["cross_entropy"](logits, y), len(y))


def nll_loss(log_probs, y):
    return _changed(_right["nll_loss"](log_probs, y), len(y))


def bce_loss(p, y):
    return _changed(_right["bce_loss"](p, y), len(y))


def bce_with_logits(logits, y):
    return _changed(_right["bce_with_logits"](logits, y), len(y))


def hinge_loss(scores, y):
    return _changed(_right["hinge_loss"](scores, y), len(y))


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

def choose_loss(y):
    weights = len(y) / (2 * torch.bincount(y))
    return lambda logits, labels: F.cross_entropy(logits, labels, weight=weights)
