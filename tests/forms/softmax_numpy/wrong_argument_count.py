# expect: *=missing softmax=crashed one_hot=crashed
# says: missing 1 required positional argument: 'T'
# says: takes 1 positional argument but 2 were given
import numpy as np


def softmax(z, T):
    e = np.exp((z - z.max(axis=-1, keepdims=True)) / T)
    return e / e.sum(axis=-1, keepdims=True)


def one_hot(y):
    return np.eye(y.max() + 1)[y]
