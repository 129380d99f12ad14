"""The terms are averaged over the outcomes.

caught by:
kl_divergence.kl
"""


def kl(kl_terms):
    return np.sum(kl_terms) / len(kl_terms)
