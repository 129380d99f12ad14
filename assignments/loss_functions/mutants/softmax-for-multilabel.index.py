"""The index of the one most probable label.

caught by:
predict_multilabel.known_labels predict_multilabel.values predict_multilabel.thresholds
"""


def predict_multilabel(logits, threshold=0.5):
    return logits.argmax(dim=1)
