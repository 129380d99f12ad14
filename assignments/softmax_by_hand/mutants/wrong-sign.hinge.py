"""1 + y s in place of 1 - y s.

caught by:
?
"""


def hinge_terms(scores, signs):
    return np.maximum(0, 1 + signs * scores)
