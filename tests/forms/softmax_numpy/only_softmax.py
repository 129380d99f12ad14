# expect: *=missing softmax=passed
# says: log_softmax is not defined
import numpy as np


def softmax(scores):
    scores = np.array(scores, dtype=np.float64)       # a copy, so that -= below is safe
    scores -= scores.max(axis=-1, keepdims=True)
    np.exp(scores, out=scores)
    scores /= scores.sum(axis=-1, keepdims=True)
    return scores
