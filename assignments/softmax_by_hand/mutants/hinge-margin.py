"""max(0, -y s): the margin of 1 is missing.

caught by:
?
"""


def hinge_terms(scores, signs):
    return np.maximum(0, -signs * scores)
