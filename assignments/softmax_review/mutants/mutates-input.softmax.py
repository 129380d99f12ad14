"""softmax shifts the caller's logits.

caught by:
softmax.keeps_input
"""


def softmax(z):
    z -= np.max(z, axis=1, keepdims=True)
    exp = np.exp(z)
    return exp / exp.sum(axis=1, keepdims=True)
