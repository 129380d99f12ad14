"""The weights are divided by their sum, the weighted sum by N.

caught by:
weighted_cross_entropy.known_batch weighted_cross_entropy.values
weighted_cross_entropy.list_weights weighted_cross_entropy.equal_weights
weighted_cross_entropy.stable_large
"""


def weighted_cross_entropy(logits, y, weights):
    w = torch.as_tensor(weights, dtype=logits.dtype)
    w = (w / w.sum())[y]
    return -(w * _of_label(F.log_softmax(logits, dim=1), y)).mean()
