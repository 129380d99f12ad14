"""Other names of the positional arguments; labels of any integer type or one-hot are taken as well."""
import torch
import torch.nn as nn
import torch.nn.functional as F


def as_labels(target):
    return target.argmax(dim=1) if target.ndim == 2 else target.long()


def cross_entropy(input, target):
    return F.cross_entropy(input, as_labels(target))


def nll_loss(log_p, target, weight=None):
    return F.nll_loss(log_p, as_labels(target), weight=weight)


def bce_loss(y_pred, y_true, reduction="mean"):
    return F.binary_cross_entropy(y_pred.ravel(), y_true.ravel().float(), reduction=reduction)


def bce_with_logits(logits, y):
    return F.binary_cross_entropy_with_logits(logits.view(-1), y.view(-1))


def hinge_loss(outputs, labels, margin=1.0):
    losses = (margin - labels.ravel() * outputs.ravel()).clamp(0)
    return losses.mean()


def kl_divergence(target, prediction):
    return (F.kl_div(prediction.clamp_min(1e-30).log(), target, reduction="none")).sum(-1).mean(0)


def focal_loss(logits, y, gamma=2.0, alpha=None):
    ce = F.cross_entropy(logits, y, reduction="none")
    pt = torch.exp(-ce)
    loss = (1 - pt) ** gamma * ce
    if alpha is not None:
        if isinstance(alpha, (int, float)):
            loss = alpha * loss
        else:
            alpha = torch.as_tensor(alpha, dtype=torch.float32)
            loss = alpha[y] * loss
    return loss.mean()


def binary_focal_loss(logits, y, gamma=2.0, alpha=None):
    logits, y = logits.view(-1), y.view(-1)
    bce = F.binary_cross_entropy_with_logits(logits, y, reduction="none")
    pt = torch.exp(-bce)
    loss = (1 - pt) ** gamma * bce
    if alpha is not None:
        loss = (alpha * y + (1 - alpha) * (1 - y)) * loss
    return loss.mean()


def smooth_labels(targets, K, epsilon):
    Y = F.one_hot(as_labels(targets), K)
    return Y - epsilon * (Y - 1.0 / K)


def label_smoothing_loss(pred, target, smoothing):
    soft = smooth_labels(target, pred.size(-1), smoothing)
    return torch.mean(torch.sum(-soft * pred.log_softmax(dim=-1), dim=-1))


def weighted_cross_entropy(input, target, class_weights):
    w = torch.tensor(class_weights).float() if not isinstance(class_weights, torch.Tensor) else class_weights.float()
    return F.nll_loss(F.log_softmax(input, -1), as_labels(target), weight=w)


def multilabel_loss(input, target):
    return torch.stack([F.binary_cross_entropy_with_logits(input[:, j], target[:, j]) for j in range(input.size(1))]).mean()


def predict_multilabel(scores, threshold=0.5):
    out = torch.zeros_like(scores)
    out[torch.sigmoid(scores) > threshold] = 1
    return out


def choose_loss(labels):
    freq = labels.float().mean()
    weight = torch.stack([freq, 1 - freq])
    def criterion(input, target):
        return focal_loss(input, target, 1.0, weight)
    return criterion


def train_imbalanced(X, y, loss):
    torch.manual_seed(0)
    model = nn.Linear(X.shape[1], 2)
    optimizer = torch.optim.Adam(model.parameters(), lr=0.05)
    for epoch in range(200):
        optimizer.zero_grad()
        l = loss(model(X), y)
        l.backward()
        optimizer.step()
    return model
