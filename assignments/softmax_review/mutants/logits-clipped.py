"""softmax clips the logits on both sides.

caught by:
softmax.stable_large softmax.stable_mixed_rows
"""


def softmax(z):
    exp = np.exp(np.clip(z, -500, 500))
    return exp / exp.sum(axis=1, keepdims=True)
