# expect: *=passed cross_entropy=crashed train_imbalanced=crashed points=86
# says: CUDA
# Two functions move everything to a GPU that the machine does not have.
import torch
import torch.nn as nn
import torch.nn.functional as F


def cross_entropy(logits, y):
    return F.cross_entropy(logits.cuda(), y.cuda())


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
    counts = torch.bincount(y, minlength=2).float()
    weights = len(y) / (2 * counts)
    return lambda logits, target: F.cross_entropy(logits, target, weight=weights)


def train_imbalanced(X, y, loss):
    model = nn.Linear(X.shape[1], 2).to("cuda")
    optimizer = torch.optim.Adam(model.parameters(), lr=0.1)
    for _ in range(100):
        optimizer.zero_grad()
        loss(model(X.to("cuda")), y.to("cuda")).backward()
        optimizer.step()
    return model
