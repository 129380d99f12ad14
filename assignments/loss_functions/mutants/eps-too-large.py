"""Probabilities are clipped at 0.001.

caught by:
bce_loss.small_probability bce_loss.stable_zero_and_one kl_divergence.small_probability
"""


def bce_loss(p, y):
    p, y = p.reshape(-1).clamp(1e-3, 1 - 1e-3), y.reshape(-1)
    return -(y * torch.log(p) + (1 - y) * torch.log(1 - p)).mean()


def kl_divergence(p, q):
    return (p * (torch.log(p.clamp(min=1e-3)) - torch.log(q.clamp(min=1e-3)))).sum(dim=1).mean()
