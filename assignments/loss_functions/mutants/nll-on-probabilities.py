"""cross_entropy gives probabilities to the NLL.

caught by:
cross_entropy.known_sample cross_entropy.known_batch cross_entropy.values cross_entropy.gradient
cross_entropy.stable_large cross_entropy.stable_gradient
"""


def cross_entropy(logits, y):
    return F.nll_loss(torch.softmax(logits, dim=1), y)
