"""log_softmax subtracts the maximum from the logits and not inside the sum.

caught by:
log_softmax.known_batch log_softmax.batch_values log_softmax.vector_values
log_softmax.stable_large log_softmax.stable_mixed_rows log_softmax.stable_far_apart
"""


def log_softmax(z):
    return z - np.max(z, axis=-1, keepdims=True) - np.log(np.exp(z).sum(axis=-1, keepdims=True))
