"""Probabilities are divided by the temperature and put through softmax again.

caught by:
?
"""


def softmax_T(z, T):
    return _softmax(_softmax(z) / T)
