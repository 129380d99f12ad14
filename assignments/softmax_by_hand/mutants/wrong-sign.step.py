"""The step goes up: the gradient is added.

caught by:
?
"""


def W_new(W, dW, lr):
    return W + lr * dW


def b_new(b, db, lr):
    return b + lr * db
