"""kl_div gets p as the prediction and q as the target.

caught by:
kl_divergence.known_batch kl_divergence.values kl_divergence.small_probability
kl_divergence.gradient kl_divergence.stable_zero_in_p kl_divergence.stable_zero_in_both
"""


def kl_divergence(p, q):
    return F.kl_div(p.log(), q, reduction="batchmean")
