"""Softmax is applied to probabilities once more before the loss.

caught by:
?
"""


def loss(p, y):
    return -np.log(_softmax(p)[y])


def new_loss(new_p, y):
    return -np.log(_softmax(new_p)[y])
