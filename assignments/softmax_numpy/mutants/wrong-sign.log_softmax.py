"""log_softmax is the loss of each class, with a minus.

caught by:
log_softmax.known_batch log_softmax.batch_values log_softmax.vector_values
log_softmax.stable_large log_softmax.stable_mixed_rows log_softmax.stable_far_apart
"""


def log_softmax(z):
    shifted = z - np.max(z, axis=-1, keepdims=True)
    return np.log(np.exp(shifted).sum(axis=-1, keepdims=True)) - shifted
