"""The binary losses have only the term of label 1.

caught by:
bce_loss.known_batch multilabel_loss.known_batch bce_loss.values bce_loss.column bce_loss.gradient
bce_loss.small_probability bce_with_logits.values bce_with_logits.column bce_with_logits.gradient
bce_with_logits.stable_large bce_with_logits.stable_gradient multilabel_loss.values
multilabel_loss.gradient multilabel_loss.stable_large
"""


def bce_loss(p, y):
    return -(y.reshape(-1) * _log(p.reshape(-1))).mean()


def bce_with_logits(logits, y):
    return -(y.reshape(-1) * F.logsigmoid(logits.reshape(-1))).mean()


def multilabel_loss(logits, Y):
    return -(Y * F.logsigmoid(logits)).mean()
