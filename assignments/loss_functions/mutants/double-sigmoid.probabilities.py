"""bce_loss takes its probabilities for logits.

caught by:
bce_loss.known_batch bce_loss.values bce_loss.column bce_loss.gradient bce_loss.small_probability
bce_loss.stable_zero_and_one
"""


def bce_loss(p, y):
    return F.binary_cross_entropy_with_logits(p.reshape(-1), y.reshape(-1))
