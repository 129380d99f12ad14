"""The losses leave torch for NumPy on their way in.

caught by:
cross_entropy.gradient cross_entropy.stable_gradient nll_loss.gradient bce_loss.gradient
bce_with_logits.gradient bce_with_logits.stable_gradient hinge_loss.gradient
kl_divergence.gradient focal_loss.gradient focal_loss.stable_gradient binary_focal_loss.gradient
binary_focal_loss.stable_gradient label_smoothing_loss.gradient weighted_cross_entropy.gradient
multilabel_loss.gradient
"""


def _through_numpy(loss):
    def changed(*given, **named):
        arrays = [a.numpy() if isinstance(a, Tensor) else a for a in given]
        return loss(*(torch.as_tensor(a) if a is not g else a for a, g in zip(arrays, given)), **named)

    return changed


cross_entropy = _through_numpy(cross_entropy)
nll_loss = _through_numpy(nll_loss)
bce_loss = _through_numpy(bce_loss)
bce_with_logits = _through_numpy(bce_with_logits)
hinge_loss = _through_numpy(hinge_loss)
kl_divergence = _through_numpy(kl_divergence)
focal_loss = _through_numpy(focal_loss)
binary_focal_loss = _through_numpy(binary_focal_loss)
label_smoothing_loss = _through_numpy(label_smoothing_loss)
weighted_cross_entropy = _through_numpy(weighted_cross_entropy)
multilabel_loss = _through_numpy(multilabel_loss)


def choose_loss(y):
    weights = len(y) / (2 * torch.bincount(y))
    return lambda logits, labels: F.cross_entropy(logits, labels, weight=weights)
