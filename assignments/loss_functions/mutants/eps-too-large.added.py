"""0.0001 is added to every probability.

caught by:
bce_loss.known_batch kl_divergence.known_batch bce_loss.values bce_loss.column bce_loss.gradient
bce_loss.small_probability bce_loss.stable_zero_and_one kl_divergence.values
kl_divergence.small_probability kl_divergence.gradient kl_divergence.stable_zero_in_p
kl_divergence.stable_zero_in_both
"""


def bce_loss(p, y):
    p, y = p.reshape(-1), y.reshape(-1)
    return -(y * torch.log(p + 1e-4) + (1 - y) * torch.log(1 - p + 1e-4)).mean()


def kl_divergence(p, q):
    return (p * torch.log((p + 1e-4) / (q + 1e-4))).sum(dim=1).mean()
