"""The bias is not updated.

caught by:
?
"""


def b_new(b):
    return b
