"""log_softmax subtracts the maximum of the whole batch.

caught by:
log_softmax.stable_mixed_rows
"""


def log_softmax(z):
    shifted = z - np.max(z)
    return shifted - np.log(np.exp(shifted).sum(axis=-1, keepdims=True))
