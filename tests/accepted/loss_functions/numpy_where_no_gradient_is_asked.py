"""NumPy in smooth_labels, predict_multilabel and for the class weights; no tensor in the results there."""
import numpy as np
import torch
import torch.nn as nn
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
    return np.eye(num_classes)[np.asarray(y)] * (1 - alpha) + alpha / num_classes


def label_smoothing_loss(logits, y, alpha):
    targets = torch.from_numpy(smooth_labels(y, logits.shape[1], alpha)).float()
    return F.cross_entropy(logits, targets)


def weighted_cross_entropy(logits, y, weights):
    w = torch.as_tensor(weights, dtype=torch.float32)
    Y = one_hot(y, logits.shape[1])
    per_sample = (Y * w).sum(dim=1)
    ce = -(Y * torch.log_softmax(logits, dim=1)).sum(dim=1)
    return torch.dot(per_sample, ce) / per_sample.sum()


def multilabel_loss(logits, Y):
    return -(Y * F.logsigmoid(logits) + (1 - Y) * F.logsigmoid(-logits)).mean()


def predict_multilabel(logits, threshold=0.5):
    z = logits.detach().numpy().astype(float)
    return np.where(1 / (1 + np.exp(-z)) > threshold, 1, 0)


def choose_loss(y):
    values, counts = np.unique(y.numpy(), return_counts=True)
    weights = counts.sum() / (len(values) * counts)
    return lambda logits, target: weighted_cross_entropy(logits, target, weights)


def train_imbalanced(X, y, loss):
    model = nn.Sequential(nn.Linear(X.shape[1], 2))
    opt = torch.optim.AdamW(model.parameters(), lr=0.1, weight_decay=1e-4)
    for _ in range(120):
        opt.zero_grad(set_to_none=True)
        loss(model(X), y).backward()
        opt.step()
    return model
