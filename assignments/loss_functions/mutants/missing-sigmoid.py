"""The binary losses take logits for probabilities.

caught by:
bce_with_logits.known_batch bce_with_logits.values bce_with_logits.column bce_with_logits.gradient
bce_with_logits.stable_large bce_with_logits.stable_gradient multilabel_loss.known_batch
multilabel_loss.values multilabel_loss.gradient multilabel_loss.stable_large
"""


def bce_with_logits(logits, y):
    return F.binary_cross_entropy(logits, y)


def multilabel_loss(logits, Y):
    return F.binary_cross_entropy(logits, Y)
