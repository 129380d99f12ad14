# expect: *=missing softmax=crashed log_softmax=passed
# says: tensorflow_probability
import numpy as np
import tensorflow_probability as tfp


def softmax(z):
    return tfp.math.softmax(z).numpy()


def log_softmax(z):
    z = np.asarray(z, dtype=float)
    z = z - z.max(axis=-1, keepdims=True)
    return z - np.log(np.exp(z).sum(axis=-1, keepdims=True))
