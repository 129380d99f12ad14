"""softmax takes exp of the logits as they are.

caught by:
"""


def softmax(z):
    exp = np.exp(z)
    return exp / exp.sum(axis=-1, keepdims=True)
