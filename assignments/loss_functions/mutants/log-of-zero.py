"""Logarithms of probabilities that may be 0, and 0 times minus infinity.

caught by:
nll_loss.stable_minus_infinity bce_loss.stable_zero_and_one kl_divergence.stable_zero_in_p
kl_divergence.stable_zero_in_both
"""


def nll_loss(log_probs, y):
    return -(F.one_hot(y, log_probs.shape[1]) * log_probs).sum(dim=1).mean()


def bce_loss(p, y):
    p, y = p.reshape(-1), y.reshape(-1)
    return -(y * torch.log(p) + (1 - y) * torch.log(1 - p)).mean()


def kl_divergence(p, q):
    return (p * torch.log(p / q)).sum(dim=1).mean()
