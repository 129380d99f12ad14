"""The formula of BCE with logits in place of probabilities.

caught by:
bce_with_logits.known_batch bce_with_logits.values bce_with_logits.column bce_with_logits.gradient
bce_with_logits.stable_large bce_with_logits.stable_gradient multilabel_loss.known_batch
multilabel_loss.values multilabel_loss.gradient multilabel_loss.stable_large
"""


def bce_with_logits(logits, y):
    return -(y * torch.log(logits) + (1 - y) * torch.log(1 - logits)).mean()


def multilabel_loss(logits, Y):
    return -(Y * torch.log(logits) + (1 - Y) * torch.log(1 - logits)).mean()
