"""The bias is not updated.

caught by:
descent_step.b_new
"""


def b_new(b):
    return b
