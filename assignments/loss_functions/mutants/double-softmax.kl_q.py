"""kl_divergence takes the prediction, probabilities already, for logits.

caught by:
kl_divergence.known_batch kl_divergence.values kl_divergence.small_probability
kl_divergence.gradient kl_divergence.stable_zero_in_p kl_divergence.stable_zero_in_both
"""


def kl_divergence(p, q):
    return F.kl_div(F.log_softmax(q, dim=1), p, reduction="batchmean")
