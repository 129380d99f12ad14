"""torch.compile and torch.jit.script around losses; distributions, stacks and loops inside."""
import math
from functools import partial

import torch
import torch.nn as nn
import torch.nn.functional as F


@torch.compile
def cross_entropy(logits, y):
    return F.cross_entropy(logits, y)


def nll_loss(log_probs, y):
    return torch.stack([-lp[t] for lp, t in zip(log_probs, y)]).mean()


def bce_loss(p, y):
    p, y = p.reshape(-1), y.reshape(-1)
    return -torch.distributions.Bernoulli(probs=p.clamp(1e-7, 1-1e-7)).log_prob(y).mean()


@torch.compile(dynamic=True)
def bce_with_logits(logits, y):
    z, y = logits.reshape(-1), y.reshape(-1)
    return -torch.distributions.Bernoulli(logits=z).log_prob(y).mean()


def hinge_loss(scores, y):
    s = [max(torch.tensor(0.0), 1 - a * b) for a, b in zip(scores.flatten(), y.flatten())]
    return sum(s) / len(s)


def kl_divergence(p, q):
    H_pq = -(p * torch.log(q.clamp(min=1e-20))).sum(1)
    H_p = torch.special.entr(p).sum(1)
    return (H_pq - H_p).mean()


def focal_loss(logits, y, gamma=2.0, alpha=None):
    out = []
    for z, t in zip(logits, y):
        lp = torch.log_softmax(z, 0)[t]
        a = 1.0 if alpha is None else (alpha if isinstance(alpha, float) else alpha[t])
        out.append(-a * (1 - lp.exp()) ** gamma * lp)
    return torch.stack(out).mean()


def binary_focal_loss(logits, y, gamma=2.0, alpha=None):
    bce = F.binary_cross_entropy_with_logits(logits, y, reduction='none')
    pt = torch.exp(-bce)
    f = (1 - pt) ** gamma * bce
    if alpha is not None:
        f = torch.where(y == 1, torch.tensor(alpha), torch.tensor(1 - alpha)) * f
    return f.mean()


def smooth_labels(y, num_classes, alpha):
    off = alpha / num_classes
    on = 1 - (num_classes - 1) * off
    return torch.tensor([[on if k == int(t) else off for k in range(num_classes)] for t in y])


def label_smoothing_loss(logits, y, alpha):
    C = logits.shape[1]
    soft = F.one_hot(y, C).float() * (1 - alpha) + alpha / C
    kl = F.kl_div(F.log_softmax(logits, 1), soft, reduction='batchmean')
    ent = -torch.xlogy(soft, soft).sum(1).mean()
    return kl + ent


def weighted_cross_entropy(logits, y, weights):
    w = torch.tensor([float(weights[int(k)]) for k in y])
    lp = F.log_softmax(logits, 1).gather(1, y.view(-1, 1)).squeeze(1)
    return torch.dot(w / w.sum(), -lp)


def multilabel_loss(logits, Y):
    losses = [nn.BCEWithLogitsLoss()(logits[:, k], Y[:, k]) for k in range(Y.shape[1])]
    return sum(losses) / len(losses)


def predict_multilabel(logits, threshold=0.5):
    return [[1 if torch.sigmoid(v) > threshold else 0 for v in r] for r in logits]


from functools import partial
def choose_loss(y):
    freq = torch.bincount(y) / len(y)
    return partial(weighted_cross_entropy, weights=(1 / freq).tolist())


def train_imbalanced(X, y, loss):
    class M:
        def __init__(self, d):
            self.lin = nn.Linear(d, 2)
        def __call__(self, X): return self.lin(X)
    m = M(X.shape[1])
    opt = torch.optim.Adam(m.lin.parameters(), lr=0.1)
    for _ in range(200):
        opt.zero_grad()
        loss(m(X), y).backward()
        opt.step()
    return m
