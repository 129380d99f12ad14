"""The logits are handed on as probabilities.

caught by:
?
"""


def p(logits):
    return logits
