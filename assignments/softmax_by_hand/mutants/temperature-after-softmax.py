"""The probabilities are divided by the temperature, and not the logits.

caught by:
temperature.softmax_T temperature.softmax_T_precise
"""


def softmax_T(z, T):
    return _softmax(z) / T
