"""1 - y s without the maximum with 0.

caught by:
hinge_loss.never_negative hinge_loss.hinge_terms
"""


def hinge_terms(scores, signs):
    return 1 - signs * scores
