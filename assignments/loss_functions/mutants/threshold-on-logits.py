"""The threshold is held against the logits.

caught by:
predict_multilabel.known_labels predict_multilabel.values predict_multilabel.thresholds
"""


def predict_multilabel(logits, threshold=0.5):
    return (logits > threshold).long()
