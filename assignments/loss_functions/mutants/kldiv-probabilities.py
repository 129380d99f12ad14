"""kl_div is given q, not log q.

caught by:
kl_divergence.known_batch kl_divergence.values kl_divergence.small_probability
kl_divergence.gradient kl_divergence.stable_zero_in_p kl_divergence.stable_zero_in_both
"""


def kl_divergence(p, q):
    return F.kl_div(q, p, reduction="batchmean")
