"""Everything in float64, uint8 predictions, L-BFGS, and logit adjustment chosen for the imbalance."""
import numpy as np
import torch
import torch.nn as nn
import torch.nn.functional as F


def cross_entropy(logits, y):
    z = logits.double()
    z = z - z.max(dim=1, keepdim=True).values
    log_p = z - z.exp().sum(dim=1, keepdim=True).log()
    return -log_p.gather(1, y.long().unsqueeze(1)).mean()


def nll_loss(log_probs, y):
    return -log_probs.double().gather(1, y.long().unsqueeze(1)).squeeze(1).mean()


def bce_loss(p, y):
    p = p.double().ravel().clamp(1e-15, 1 - 1e-15)
    y = y.double().ravel()
    return -torch.mean(y * p.log() + (1 - y) * (1 - p).log())


def bce_with_logits(logits, y):
    return F.softplus((1 - 2 * y.double().ravel()) * logits.double().ravel()).mean()


def hinge_loss(scores, y):
    return (1 - scores.double().ravel() * y.double().ravel()).clamp_min(0).mean()


def kl_divergence(p, q):
    p, q = p.double(), q.double()
    return (torch.special.xlogy(p, p) - torch.special.xlogy(p, q)).sum(dim=1).mean()


def focal_loss(logits, y, gamma=2.0, alpha=None):
    log_p = torch.log_softmax(logits.double(), dim=1)
    log_pt = log_p.gather(1, y.view(-1, 1))
    w = 1.0
    if alpha is not None:
        w = torch.as_tensor(alpha, dtype=torch.float64)
        w = w if w.ndim == 0 else w[y].view(-1, 1)
    return -(w * (1 - log_pt.exp()).pow(gamma) * log_pt).mean()


def binary_focal_loss(logits, y, gamma=2.0, alpha=None):
    z, y = logits.double().ravel(), y.double().ravel()
    ce = F.softplus((1 - 2 * y) * z)
    pt = torch.exp(-ce)
    w = 1.0 if alpha is None else torch.where(y > 0.5, alpha, 1.0 - alpha)
    return torch.mean(w * torch.pow(1 - pt, gamma) * ce)


def smooth_labels(y, num_classes, alpha):
    return torch.nn.functional.one_hot(y.long(), num_classes).double() * (1.0 - alpha) + alpha / num_classes


def label_smoothing_loss(logits, y, alpha):
    t = smooth_labels(y, logits.size(1), alpha)
    return F.cross_entropy(logits.double(), t)


def weighted_cross_entropy(logits, y, weights):
    w = torch.as_tensor(np.array(weights), dtype=torch.float64)
    return F.cross_entropy(logits.double(), y, weight=w)


def multilabel_loss(logits, Y):
    return F.binary_cross_entropy_with_logits(logits.double(), Y.double())


def predict_multilabel(logits, threshold=0.5):
    return (logits.double().sigmoid() > threshold).to(torch.uint8)


def choose_loss(y):
    prior = torch.bincount(y, minlength=2).double() / y.numel()
    # logit adjustment: add the log prior, so that the minority class has to win by more
    return lambda logits, target: F.cross_entropy(logits.double() + prior.log(), target)


def train_imbalanced(X, y, loss):
    X = X.double()
    model = nn.Linear(X.shape[1], 2).double()
    optimizer = torch.optim.LBFGS(model.parameters(), lr=1.0, max_iter=50, line_search_fn="strong_wolfe")

    def closure():
        optimizer.zero_grad()
        J = loss(model(X), y) + 1e-4 * sum((w ** 2).sum() for w in model.parameters())
        J.backward()
        return J

    optimizer.step(closure)
    return lambda inputs: model(inputs.double())
