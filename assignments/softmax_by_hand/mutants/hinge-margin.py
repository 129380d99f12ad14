"""max(0, -y s): the margin of 1 is missing.

caught by:
hinge_loss.hinge_terms
"""


def hinge_terms(scores, signs):
    return np.maximum(0, -signs * scores)
