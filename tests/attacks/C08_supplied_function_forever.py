# C08 [softmax_review]: calls the function that was supplied for its own wrong one for ever, and with huge arguments -> softmax passed or failed, loss_and_gradient failed or crashed or timed out, everything missing; earns 1
import numpy as np


def softmax(z):
    return z


def loss_and_gradient(theta, X, y, num_classes):
    size = 10
    while True:
        try:
            softmax(np.zeros((size, 10)))
        except RuntimeError:
            pass
        size = min(10 * size, 10**5)
