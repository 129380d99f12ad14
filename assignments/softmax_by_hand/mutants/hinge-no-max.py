"""1 - y s without the maximum with 0.

caught by:
?
"""


def hinge_terms(scores, signs):
    return 1 - signs * scores
