"""softmax and log_softmax work along axis 1, which a vector does not have.

caught by:
softmax.known_vector softmax.vector_values log_softmax.vector_values
"""


def softmax(z):
    exp = np.exp(z - np.max(z, axis=1, keepdims=True))
    return exp / exp.sum(axis=1, keepdims=True)


def log_softmax(z):
    shifted = z - np.max(z, axis=1, keepdims=True)
    return shifted - np.log(np.exp(shifted).sum(axis=1, keepdims=True))
