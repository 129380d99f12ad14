"""The step forgets the learning rate.

caught by:
?
"""


def W_new(W, dW):
    return W - dW


def b_new(b, db):
    return b - db
