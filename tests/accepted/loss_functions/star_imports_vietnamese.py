"""Star imports, Vietnamese identifiers and comments."""
from math import *
from torch import *
from torch.nn import *
from torch.nn.functional import *
import torch


def lấy_log_xác_suất(logits, nhãn):
    # log-xác suất của lớp đúng
    return torch.log_softmax(logits, dim=1).gather(1, nhãn.unsqueeze(1)).squeeze(1)


def cross_entropy(logits, y):
    return -lấy_log_xác_suất(logits, y).mean()


def nll_loss(log_probs, y):
    tổng = -log_probs.gather(1, y.unsqueeze(1)).sum()
    return tổng / y.numel()


def bce_loss(p, y):
    return binary_cross_entropy(p.reshape(-1), y.reshape(-1))


def bce_with_logits(logits, y):
    return binary_cross_entropy_with_logits(logits.reshape(-1), y.reshape(-1))


def hinge_loss(scores, y):
    lề = 1 - scores.reshape(-1) * y.reshape(-1)
    return relu(lề).mean()


def kl_divergence(p, q):
    từng_phần = torch.where(p > 0, p * (p.clamp(min=1e-12).log() - q.clamp(min=1e-12).log()), 0.0)
    return từng_phần.sum(dim=1).mean()


def focal_loss(logits, y, gamma=2.0, alpha=None):
    log_pt = lấy_log_xác_suất(logits, y)
    trọng_số = 1.0
    if alpha is not None:
        alpha = torch.as_tensor(alpha, dtype=torch.float32)
        trọng_số = alpha if alpha.ndim == 0 else alpha[y]
    return -(trọng_số * (1 - log_pt.exp()) ** gamma * log_pt).mean()


def binary_focal_loss(logits, y, gamma=2.0, alpha=None):
    y = y.reshape(-1)
    log_pt = logsigmoid((2 * y - 1) * logits.reshape(-1))
    trọng_số = 1.0 if alpha is None else alpha * y + (1 - alpha) * (1 - y)
    return -(trọng_số * (1 - log_pt.exp()) ** gamma * log_pt).mean()


def smooth_labels(y, num_classes, alpha):
    return lerp(one_hot(y, num_classes).float(), torch.full((1,), 1 / num_classes), alpha)


def label_smoothing_loss(logits, y, alpha):
    nhãn_mềm = smooth_labels(y, logits.shape[1], alpha)
    return -(nhãn_mềm * log_softmax(logits, dim=1)).sum(dim=1).mean()


def weighted_cross_entropy(logits, y, weights):
    w = torch.as_tensor(weights, dtype=torch.float32)[y]
    return -(w * lấy_log_xác_suất(logits, y)).sum() / w.sum()


def multilabel_loss(logits, Y):
    return binary_cross_entropy_with_logits(logits, Y)


def predict_multilabel(logits, threshold=0.5):
    return torch.ge(torch.sigmoid(logits), threshold).int()


def choose_loss(y):
    số_mẫu = torch.bincount(y)
    hàm_mất_mát = CrossEntropyLoss(weight=số_mẫu.sum() / số_mẫu)
    return hàm_mất_mát


def train_imbalanced(X, y, loss):
    mô_hình = Linear(X.shape[1], 2)
    tối_ưu = torch.optim.Adam(mô_hình.parameters(), lr=0.1)
    bước = 0
    while bước < 100:
        tối_ưu.zero_grad()
        loss(mô_hình(X), y).backward()
        tối_ưu.step()
        bước += 1
    return mô_hình
