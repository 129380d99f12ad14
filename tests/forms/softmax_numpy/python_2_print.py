# expect: *=crashed points=0
# says: SyntaxError
# says: line 9
import numpy as np


def softmax(z):
    e = np.exp(z - z.max(axis=-1, keepdims=True))
    print e
    return e / e.sum(axis=-1, keepdims=True)
