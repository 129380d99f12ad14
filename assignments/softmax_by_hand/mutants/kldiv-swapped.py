"""KL(Q || P).

caught by:
kl_divergence.kl_terms kl_divergence.kl_terms_precise
"""


def kl_terms(P, Q):
    return Q * np.log(Q / P)
