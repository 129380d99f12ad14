"""KL(Q || P).

caught by:
?
"""


def kl_terms(P, Q):
    return Q * np.log(Q / P)
