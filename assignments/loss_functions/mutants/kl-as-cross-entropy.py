"""The cross-entropy of p and q, without p log p.

caught by:
kl_divergence.known_batch kl_divergence.values kl_divergence.small_probability
kl_divergence.stable_zero_in_p kl_divergence.stable_zero_in_both
"""


def kl_divergence(p, q):
    return -(p * _log(q)).sum(dim=1).mean()
