# expect: *=missing softmax=failed update_theta=failed one_hot=failed
# says: None
import numpy as np


def softmax(z):
    e = np.exp(z - z.max(axis=-1, keepdims=True))
    p = e / e.sum(axis=-1, keepdims=True)


def update_theta(theta, gradient, lr):
    theta = theta - lr * gradient


def one_hot(y, num_classes):
    return
