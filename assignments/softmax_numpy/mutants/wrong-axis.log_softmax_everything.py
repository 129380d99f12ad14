"""log_softmax normalises over the whole matrix.

caught by:
log_softmax.known_batch log_softmax.batch_values log_softmax.stable_large
log_softmax.stable_mixed_rows log_softmax.stable_far_apart
"""


def log_softmax(z):
    shifted = z - np.max(z)
    return shifted - np.log(np.exp(shifted).sum())
