"""Losses of shape (1,) instead of 0-d; column predictions of floats."""
import torch


def log_softmax(z):
    return torch.log_softmax(z, 1)


def mean(values):
    return values.reshape(1, -1).mean(dim=1)


def cross_entropy(logits, y):
    return mean(-log_softmax(logits).gather(1, y.view(-1, 1)))


def nll_loss(log_probs, y):
    return mean(-log_probs.gather(1, y.view(-1, 1)))


def bce_loss(p, y):
    p, y = p.view(-1, 1), y.view(-1, 1)
    return mean(-(y * p.log().clamp(min=-50) + (1 - y) * (1 - p).log().clamp(min=-50)))


def bce_with_logits(logits, y):
    z, y = logits.view(-1, 1), y.view(-1, 1)
    return mean(torch.logaddexp(torch.zeros_like(z), z) - y * z)


def hinge_loss(scores, y):
    return mean((1 - scores.view(-1, 1) * y.view(-1, 1)).clamp(min=0))


def kl_divergence(p, q):
    keep = p > 0
    p_safe = torch.where(keep, p, torch.ones_like(p))
    q_safe = torch.where(keep, q, torch.ones_like(q))
    return mean((p_safe * (p_safe / q_safe).log() * keep).sum(dim=1))


def focal_loss(logits, y, gamma=2.0, alpha=None):
    log_pt = log_softmax(logits).gather(1, y.view(-1, 1)).view(-1)
    values = -log_pt * (1 - log_pt.exp()).pow(gamma)
    if alpha is not None:
        alpha = torch.as_tensor(alpha, dtype=torch.float)
        values = values * (alpha[y] if alpha.numel() > 1 else alpha)
    return mean(values)


def binary_focal_loss(logits, y, gamma=2.0, alpha=None):
    z, y = logits.view(-1), y.view(-1)
    z = torch.stack([torch.zeros_like(z), z], dim=1)
    return focal_loss(z, y.long(), gamma, None if alpha is None else [1 - alpha, alpha])


def smooth_labels(y, num_classes, alpha):
    return (y.view(-1, 1) == torch.arange(num_classes)) * (1.0 - alpha) + alpha / num_classes


def label_smoothing_loss(logits, y, alpha):
    return mean(-(smooth_labels(y, logits.shape[1], alpha) * log_softmax(logits)).sum(1))


def weighted_cross_entropy(logits, y, weights):
    w = torch.as_tensor(weights, dtype=torch.float)[y]
    share = w / w.sum()
    return -(share * log_softmax(logits).gather(1, y.view(-1, 1)).view(-1)).sum(dim=0, keepdim=True)


def multilabel_loss(logits, Y):
    return bce_with_logits(logits.reshape(-1), Y.reshape(-1))


def predict_multilabel(logits, threshold=0.5):
    return (logits.sigmoid() > threshold).double()


def choose_loss(y):
    share = torch.bincount(y) / len(y)
    return lambda logits, labels: weighted_cross_entropy(logits, labels, 1 / share)


def train_imbalanced(X, y, loss):
    X1 = torch.cat([X, torch.ones(len(X), 1)], dim=1)
    W = torch.zeros(X1.shape[1], 2, requires_grad=True)
    optimizer = torch.optim.Adam([W], lr=0.1)
    for _ in range(100):
        optimizer.zero_grad()
        loss(X1 @ W, y).backward()
        optimizer.step()

    class Model:
        def __call__(self, X):
            return torch.cat([X, torch.ones(len(X), 1)], dim=1) @ W

    return Model()
