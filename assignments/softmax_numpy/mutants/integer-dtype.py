"""softmax fills a buffer that has the dtype of the logits.

caught by:
softmax.integer_input
"""


def softmax(z):
    exp = np.exp(z - np.max(z, axis=-1, keepdims=True))
    p = np.zeros_like(z)
    p[...] = exp / exp.sum(axis=-1, keepdims=True)
    return p
