"""Softmax over the labels.

caught by:
multilabel_loss.known_batch predict_multilabel.known_labels multilabel_loss.values
multilabel_loss.gradient multilabel_loss.stable_large predict_multilabel.values
predict_multilabel.thresholds
"""


def multilabel_loss(logits, Y):
    p = torch.softmax(logits, dim=1)
    return -(Y * _log(p) + (1 - Y) * _log(1 - p)).mean()


def predict_multilabel(logits, threshold=0.5):
    return (torch.softmax(logits, dim=1) > threshold).long()
