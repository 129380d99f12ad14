"""The binary losses of PyTorch, which refuse (N, 1) against (N,).

caught by:
bce_loss.column bce_with_logits.column
"""


def bce_loss(p, y):
    return F.binary_cross_entropy(p, y)


def bce_with_logits(logits, y):
    return F.binary_cross_entropy_with_logits(logits, y)
