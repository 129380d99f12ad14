"""-P ln Q: the cross-entropy, without the entropy of P.

caught by:
kl_divergence.kl_terms kl_divergence.kl_terms_precise
"""


def kl_terms(P, Q):
    return -P * np.log(Q)
