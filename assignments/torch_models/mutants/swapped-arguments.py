"""batch_loss takes the labels first.

caught by:
batch_loss.one_sample batch_loss.lecture_batches batch_loss.index_labels batch_loss.one_hot_labels
batch_loss.single_sample batch_loss.stable_large batch_loss.plain_number
"""


def batch_loss(y, logits):
    return F.cross_entropy(logits, y).item()
