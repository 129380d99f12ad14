"""KL is divided by N·C, as the reduction called mean does.

caught by:
kl_divergence.known_batch kl_divergence.values kl_divergence.small_probability
kl_divergence.stable_zero_in_p kl_divergence.stable_zero_in_both
"""


def kl_divergence(p, q):
    return F.kl_div(_log(q), p, reduction="mean")
