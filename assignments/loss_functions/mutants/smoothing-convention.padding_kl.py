"""The first class is padding, and the loss is the divergence from the labels.

caught by:
label_smoothing_loss.known_sample label_smoothing_loss.values label_smoothing_loss.alpha_zero
label_smoothing_loss.gradient label_smoothing_loss.stable_large
"""


def label_smoothing_loss(logits, y, alpha):
    targets = torch.full_like(logits, alpha / (logits.shape[1] - 2))
    targets = targets.scatter(1, y[:, None], 1 - alpha)
    targets[:, 0] = 0
    targets[y == 0] = 0
    return F.kl_div(F.log_softmax(logits, dim=1), targets, reduction="batchmean")
