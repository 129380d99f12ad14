"""Binary cross-entropy of every class, summed over the classes.

caught by:
cross_entropy.known_sample cross_entropy.known_batch cross_entropy.values cross_entropy.gradient
cross_entropy.stable_large cross_entropy.stable_gradient
"""


def cross_entropy(logits, y):
    Y = F.one_hot(y, logits.shape[1]).to(logits.dtype)
    p = torch.softmax(logits, dim=1)
    return -(Y * _log(p) + (1 - Y) * _log(1 - p)).sum(dim=1).mean()
