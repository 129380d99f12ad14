"""BCE with logits of every class against one-hot labels.

caught by:
cross_entropy.known_sample cross_entropy.known_batch cross_entropy.values cross_entropy.gradient
cross_entropy.stable_large cross_entropy.stable_gradient
"""


def cross_entropy(logits, y):
    Y = F.one_hot(y, logits.shape[1]).to(logits.dtype)
    return F.binary_cross_entropy_with_logits(logits, Y)
