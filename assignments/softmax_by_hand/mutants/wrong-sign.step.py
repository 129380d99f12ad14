"""The step goes up: the gradient is added.

caught by:
descent_step.W_new descent_step.W_new_precise descent_step.b_new
"""


def W_new(W, dW, lr):
    return W + lr * dW


def b_new(b, db, lr):
    return b + lr * db
