# expect: *=missing bce_loss=passed bce_loss.column=failed hinge_loss=passed hinge_loss.column=failed label_smoothing_loss=passed label_smoothing_loss.stable_large=failed choose_loss=failed|crashed train_imbalanced=failed train_imbalanced.learns=passed points=17
# says: bce_loss(p[:, None], y[:, None]) is
# says: hinge_loss(scores[:, None], y[:, None]) is
# says: a probability was rounded to 0 before its logarithm was taken
# says: choose_loss returns a class, not an object of it
# says: the model does not follow it
# Only one side is flattened; a class without brackets; a training that has a loss of its own.
import torch
import torch.nn as nn
import torch.nn.functional as F


def bce_loss(p, y):
    p = p.squeeze().clamp(1e-7, 1 - 1e-7)
    return -(y * torch.log(p) + (1 - y) * torch.log(1 - p)).mean()


def hinge_loss(scores, y):
    return F.relu(1 - y * scores.view(-1)).mean()


def label_smoothing_loss(logits, y, alpha):
    C = logits.shape[1]
    soft = F.one_hot(y, C).float() * (1 - alpha) + alpha / C
    return -(soft * torch.log(torch.softmax(logits, 1) + 1e-9)).sum(1).mean()


def choose_loss(y):
    return nn.CrossEntropyLoss


def train_imbalanced(X, y, loss):
    model = nn.Linear(X.shape[1], 2)
    optimizer = torch.optim.Adam(model.parameters(), lr=0.05)
    for _ in range(300):
        optimizer.zero_grad()
        F.cross_entropy(model(X), y).backward()
        optimizer.step()
    return model
