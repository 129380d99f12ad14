# expect: *=passed choose_loss=failed|crashed train_imbalanced=failed|crashed points=91
# choose_loss answers with a string, train_imbalanced with weights instead of a model.
import torch
import torch.nn as nn
import torch.nn.functional as F


def cross_entropy(logits, y):
    return F.cross_entropy(logits, y)


def nll_loss(log_probs, y):
    return F.nll_loss(log_probs, y)


def bce_loss(p, y):
    return F.binary_cross_entropy(p.view(-1), y.view(-1))


def bce_with_logits(logits, y):
    return F.binary_cross_entropy_with_logits(logits.view(-1), y.view(-1))


def hinge_loss(scores, y):
    return torch.clamp(1 - y.view(-1) * scores.view(-1), min=0).mean()


def kl_divergence(p, q):
    return F.kl_div(q.clamp(min=1e-12).log(), p, reduction="batchmean")


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


def smooth_labels(y, num_classes, alpha):
    return F.one_hot(y, num_classes).float() * (1 - alpha) + alpha / num_classes


def label_smoothing_loss(logits, y, alpha):
    return F.cross_entropy(logits, y, label_smoothing=alpha)


def weighted_cross_entropy(logits, y, weights):
    weights = torch.as_tensor(weights, dtype=torch.float32)
    return F.cross_entropy(logits, y, weight=weights)


def multilabel_loss(logits, Y):
    return F.binary_cross_entropy_with_logits(logits, Y)


def predict_multilabel(logits, threshold=0.5):
    return (torch.sigmoid(logits) > threshold).int()


def choose_loss(y):
    return "weighted cross-entropy"


def train_imbalanced(X, y, loss):
    W = torch.zeros(X.shape[1], 2, requires_grad=True)
    b = torch.zeros(2, requires_grad=True)
    for _ in range(100):
        J = loss(X @ W + b, y)
        dW, db = torch.autograd.grad(J, (W, b))
        W = (W - 0.5 * dW).detach().requires_grad_()
        b = (b - 0.5 * db).detach().requires_grad_()
    return W, b
