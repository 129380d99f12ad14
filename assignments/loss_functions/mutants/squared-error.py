"""Squared error of the probabilities.

caught by:
cross_entropy.known_sample cross_entropy.known_batch cross_entropy.values cross_entropy.gradient
cross_entropy.stable_large cross_entropy.stable_gradient
"""


def cross_entropy(logits, y):
    Y = F.one_hot(y, logits.shape[1])
    return ((torch.softmax(logits, dim=1) - Y) ** 2).sum(dim=1).mean()
