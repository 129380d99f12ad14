# expect: *=missing update_theta=crashed softmax=passed
# says: input()
import numpy as np


def softmax(z):
    z = np.asarray(z, dtype=float)
    e = np.exp(z - z.max(axis=-1, keepdims=True))
    return e / e.sum(axis=-1, keepdims=True)


def update_theta(theta, gradient, lr):
    lr = float(input("learning rate: "))
    return theta - lr * gradient
