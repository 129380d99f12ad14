"""Binary cross-entropy of every class's softmax, weighted by the sample's class.

caught by:
weighted_cross_entropy.known_batch weighted_cross_entropy.values
weighted_cross_entropy.list_weights weighted_cross_entropy.equal_weights
weighted_cross_entropy.gradient weighted_cross_entropy.stable_large
"""


def weighted_cross_entropy(logits, y, weights):
    Y = F.one_hot(y, logits.shape[1]).to(logits.dtype)
    w = torch.as_tensor(weights, dtype=logits.dtype)[y][:, None]
    return F.binary_cross_entropy(torch.softmax(logits, dim=1), Y, weight=w)
