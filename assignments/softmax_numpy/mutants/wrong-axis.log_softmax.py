"""log_softmax normalises over the samples of a batch.

caught by:
log_softmax.known_batch log_softmax.batch_values log_softmax.stable_large
log_softmax.stable_mixed_rows log_softmax.stable_far_apart
"""


def log_softmax(z):
    shifted = z - np.max(z, axis=0)
    return shifted - np.log(np.exp(shifted).sum(axis=0))
