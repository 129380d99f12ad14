# expect: *=missing label_smoothing_loss=failed label_smoothing_loss.gradient=passed label_smoothing_loss.alpha_zero=passed points=2
# says: label_smoothing_loss(logits, y, 0.1) is too small
# The labels' entropy is a constant: the value is another one, the gradient is right.
import torch
from torch import nn


class LabelSmoothing(nn.Module):
    def __init__(self, classes, smoothing):
        super().__init__()
        self.divergence = nn.KLDivLoss(reduction="sum")
        self.classes, self.smoothing = classes, smoothing

    def forward(self, logits, y):
        with torch.no_grad():
            labels = torch.eye(self.classes)[y] * (1 - self.smoothing)
            labels += self.smoothing / self.classes
        return self.divergence(logits.log_softmax(dim=1), labels) / len(y)


def label_smoothing_loss(logits, y, alpha):
    return LabelSmoothing(logits.shape[1], alpha)(logits, y)
