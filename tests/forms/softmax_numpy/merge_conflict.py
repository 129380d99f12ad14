# expect: refused
# says: conflict
import numpy as np


def softmax(z):
<<<<<<< HEAD
    e = np.exp(z)
=======
    e = np.exp(z - z.max(axis=-1, keepdims=True))
>>>>>>> sua-loi
    return e / e.sum(axis=-1, keepdims=True)
