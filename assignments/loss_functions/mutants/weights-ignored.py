"""The weights are not used.

caught by:
weighted_cross_entropy.known_batch weighted_cross_entropy.values
weighted_cross_entropy.list_weights weighted_cross_entropy.gradient
weighted_cross_entropy.stable_large
"""


def weighted_cross_entropy(logits, y, weights):
    return cross_entropy(logits, y)


def choose_loss(y):
    weights = len(y) / (2 * torch.bincount(y))
    return lambda logits, labels: F.cross_entropy(logits, labels, weight=weights)
