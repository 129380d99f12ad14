"""A sigmoid before the losses that have one, and before the one of the prediction.

caught by:
bce_with_logits.known_batch binary_focal_loss.known_batch multilabel_loss.known_batch
predict_multilabel.known_labels bce_with_logits.values bce_with_logits.column
bce_with_logits.gradient bce_with_logits.stable_large bce_with_logits.stable_gradient
binary_focal_loss.values binary_focal_loss.gamma_zero binary_focal_loss.alpha
binary_focal_loss.gradient binary_focal_loss.stable_large binary_focal_loss.stable_gradient
multilabel_loss.values multilabel_loss.gradient multilabel_loss.stable_large
predict_multilabel.values predict_multilabel.thresholds
"""


_right = dict(globals())


def bce_with_logits(logits, y):
    return _right["bce_with_logits"](torch.sigmoid(logits), y)


def binary_focal_loss(logits, y, gamma=2.0, alpha=None):
    return _right["binary_focal_loss"](torch.sigmoid(logits), y, gamma, alpha)


def multilabel_loss(logits, Y):
    return _right["multilabel_loss"](torch.sigmoid(logits), Y)


def predict_multilabel(logits, threshold=0.5):
    return _right["predict_multilabel"](torch.sigmoid(logits), threshold)
