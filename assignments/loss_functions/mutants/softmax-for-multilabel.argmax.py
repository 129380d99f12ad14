"""Cross-entropy over the labels, and the one most probable label.

caught by:
multilabel_loss.known_batch predict_multilabel.known_labels multilabel_loss.values
multilabel_loss.gradient multilabel_loss.stable_large predict_multilabel.values
predict_multilabel.thresholds
"""


def multilabel_loss(logits, Y):
    return F.cross_entropy(logits, Y)


def predict_multilabel(logits, threshold=0.5):
    return F.one_hot(logits.argmax(dim=1), logits.shape[1])
