"""One-hot products and masks instead of indexing; focal loss chosen for the imbalance."""
import torch
from torch import nn
import torch.nn.functional as F


def one_hot(y, C):
    return torch.eye(C)[y]

def cross_entropy(logits, y):
    Y = one_hot(y, logits.shape[1])
    return -(Y * torch.log_softmax(logits, dim=-1)).sum(dim=-1).mean()


def nll_loss(log_probs, y):
    mask = one_hot(y, log_probs.shape[1]).bool()
    return -log_probs.masked_select(mask).mean()


def bce_loss(p, y):
    p, y = p.squeeze(), y.squeeze()
    pt = torch.where(y == 1, p, 1 - p)
    return -torch.log(pt + 1e-8).mean()


def bce_with_logits(logits, y):
    logits, y = logits.squeeze(), y.squeeze()
    sign = 2 * y - 1
    return -F.logsigmoid(sign * logits).mean()


def hinge_loss(scores, y):
    margin = 1 - scores.squeeze() * y.squeeze()
    return torch.where(margin > 0, margin, torch.zeros_like(margin)).mean()


def kl_divergence(p, q):
    terms = torch.where(p > 0, p * (torch.log(p + 1e-20) - torch.log(q + 1e-20)), torch.zeros_like(p))
    return terms.sum() / p.shape[0]


def focal_loss(logits, y, gamma=2.0, alpha=None):
    C = logits.shape[1]
    Y = one_hot(y, C)
    log_p = torch.log_softmax(logits, dim=-1)
    p = torch.softmax(logits, dim=-1)
    if alpha is None:
        alpha = torch.ones(C)
    elif not hasattr(alpha, "__len__"):
        alpha = alpha * torch.ones(C)
    else:
        alpha = torch.as_tensor(alpha, dtype=torch.float32)
    loss = -alpha * (1 - p) ** gamma * log_p * Y
    return loss.sum(dim=1).mean()


def binary_focal_loss(logits, y, gamma=2.0, alpha=None):
    logits, y = logits.squeeze(), y.squeeze()
    p = torch.sigmoid(logits)
    pos = (1 - p) ** gamma * F.logsigmoid(logits) * y
    neg = p ** gamma * F.logsigmoid(-logits) * (1 - y)
    if alpha is not None:
        pos, neg = alpha * pos, (1 - alpha) * neg
    return -(pos + neg).mean()


def smooth_labels(y, num_classes, alpha):
    Y = one_hot(y, num_classes)
    uniform = torch.ones_like(Y) / num_classes
    return (1 - alpha) * Y + alpha * uniform


def label_smoothing_loss(logits, y, alpha):
    log_p = torch.log_softmax(logits, dim=-1)
    nll = -(one_hot(y, logits.shape[1]) * log_p).sum(dim=-1)
    uniform = -log_p.mean(dim=-1)
    return ((1 - alpha) * nll + alpha * uniform).mean()


def weighted_cross_entropy(logits, y, weights):
    w = torch.as_tensor(weights, dtype=torch.float32)
    Y = one_hot(y, logits.shape[1])
    per_sample = (Y * w).sum(dim=1)
    ce = -(Y * torch.log_softmax(logits, dim=1)).sum(dim=1)
    return torch.dot(per_sample, ce) / per_sample.sum()


def multilabel_loss(logits, Y):
    return -(Y * F.logsigmoid(logits) + (1 - Y) * F.logsigmoid(-logits)).mean()


def predict_multilabel(logits, threshold=0.5):
    return logits.sigmoid().gt(threshold).long()


def choose_loss(y):
    # class 1 is rare: focal loss with a heavy alpha on it
    share = y.float().mean().item()
    alpha = [share, 1 - share]
    return lambda logits, labels: focal_loss(logits, labels, gamma=2.0, alpha=alpha)


def train_imbalanced(X, y, loss):
    model = nn.Sequential(nn.Linear(X.shape[1], 2))
    opt = torch.optim.AdamW(model.parameters(), lr=0.1, weight_decay=1e-4)
    for _ in range(120):
        opt.zero_grad(set_to_none=True)
        loss(model(X), y).backward()
        opt.step()
    return model
