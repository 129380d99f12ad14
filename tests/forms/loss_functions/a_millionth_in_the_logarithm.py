# expect: *=missing cross_entropy=passed cross_entropy.stable_large=failed cross_entropy.stable_gradient=failed focal_loss=passed focal_loss.stable_large=failed focal_loss.stable_gradient=failed label_smoothing_loss=missing bce_with_logits=passed bce_with_logits.stable_large=failed bce_with_logits.stable_gradient=failed points=21
# says: a probability was rounded to 0 before its logarithm was taken
# says: The sigmoid was rounded to 0 or 1 before its logarithm was taken
# Right at ordinary logits: an epsilon of a millionth, and PyTorch's clamp, cost stability alone.
import torch
import torch.nn.functional as F


def log_probabilities(logits):
    return torch.log(torch.softmax(logits, dim=-1) + 1e-6)


def cross_entropy(logits, y):
    rows = torch.arange(len(y))
    return -log_probabilities(logits)[rows, y].mean()


def focal_loss(logits, y, gamma=2.0, alpha=None):
    one_hot = F.one_hot(y, logits.shape[1])
    log_p = (log_probabilities(logits) * one_hot).sum(dim=1)
    loss = -(1 - torch.exp(log_p)).clamp(min=0) ** gamma * log_p
    if alpha is not None:
        loss = loss * (one_hot * torch.as_tensor(alpha)).sum(dim=1)
    return loss.mean()


def bce_with_logits(logits, y):
    return F.binary_cross_entropy(logits.sigmoid(), y)
