"""Probabilities are divided by the temperature and put through softmax again.

caught by:
temperature.softmax_T temperature.softmax_T_precise
"""


def softmax_T(z, T):
    return _softmax(_softmax(z) / T)
