"""PyTorch's kl_div of log q, without a guard for q = 0.

caught by:
kl_divergence.stable_zero_in_both
"""


def kl_divergence(p, q):
    return F.kl_div(q.log(), p, reduction="batchmean")
