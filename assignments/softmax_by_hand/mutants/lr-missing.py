"""The step forgets the learning rate.

caught by:
descent_step.W_new descent_step.W_new_precise descent_step.b_new
"""


def W_new(W, dW):
    return W - dW


def b_new(b, db):
    return b - db
