"""The bias is left out of the logits after the step.

caught by:
?
"""


def new_logits(W_new, x):
    return W_new.T @ x
