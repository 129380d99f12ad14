"""The logits are handed on as probabilities.

caught by:
forward.probabilities_sum_to_one forward.p forward.p_precise
"""


def p(logits):
    return logits
