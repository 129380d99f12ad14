"""Các hàm mất mát. / Loss functions.

Thay mỗi dòng `raise NotImplementedError(...)` bằng code của em; giữ nguyên tên và thứ tự tham số.
Replace each `raise NotImplementedError(...)` by your code; keep the names and the order of parameters.

N: số mẫu / samples, D: số đặc trưng / features, C: số lớp / classes. Đầu vào là tensor. / Inputs are tensors.
"""

import torch
import torch.nn as nn
import torch.nn.functional as F


def cross_entropy(logits, y):
    """Cross-entropy của softmax, từ logits. / Cross-entropy of softmax, from logits.

    logits: (N, C)
    y: (N,), chỉ số lớp / class indices
    return: tensor 0-d
    """
    raise NotImplementedError("cross_entropy")


def nll_loss(log_probs, y):
    """Negative log-likelihood, từ log-xác suất. / From log-probabilities.

    log_probs: (N, C)
    y: (N,), chỉ số lớp / class indices
    return: tensor 0-d
    """
    raise NotImplementedError("nll_loss")


def bce_loss(p, y):
    """Binary cross-entropy, từ xác suất. / From probabilities.

    p: (N,) hoặc/or (N, 1)
    y: (N,) hoặc/or (N, 1), 0.0 hoặc/or 1.0
    return: tensor 0-d
    """
    raise NotImplementedError("bce_loss")


def bce_with_logits(logits, y):
    """Binary cross-entropy của sigmoid, từ logits. / Of a sigmoid, from logits.

    logits: (N,) hoặc/or (N, 1)
    y: (N,) hoặc/or (N, 1), 0.0 hoặc/or 1.0
    return: tensor 0-d
    """
    raise NotImplementedError("bce_with_logits")


def hinge_loss(scores, y):
    """Hinge loss.

    scores: (N,) hoặc/or (N, 1)
    y: (N,) hoặc/or (N, 1), -1.0 hoặc/or +1.0
    return: tensor 0-d
    """
    raise NotImplementedError("hinge_loss")


def kl_divergence(p, q):
    """KL(p‖q), trung bình trên N mẫu. / Mean over N samples.

    p: (N, C), xác suất đích / target probabilities
    q: (N, C), xác suất dự đoán / predicted probabilities
    return: tensor 0-d
    """
    raise NotImplementedError("kl_divergence")


def focal_loss(logits, y, gamma=2.0, alpha=None):
    """Focal loss của softmax, từ logits. / Focal loss of softmax, from logits.

    logits: (N, C)
    y: (N,), chỉ số lớp / class indices
    gamma: số / number
    alpha: None, một số / one number, hoặc/or C số / numbers
    return: tensor 0-d
    """
    raise NotImplementedError("focal_loss")


def binary_focal_loss(logits, y, gamma=2.0, alpha=None):
    """Focal loss của sigmoid, từ logits. / Focal loss of a sigmoid, from logits.

    logits: (N,)
    y: (N,), 0.0 hoặc/or 1.0
    gamma: số / number
    alpha: None hoặc một số / or a number
    return: tensor 0-d
    """
    raise NotImplementedError("binary_focal_loss")


def smooth_labels(y, num_classes, alpha):
    """Nhãn one-hot trộn với phân phối đều. / One-hot labels mixed with the uniform distribution.

    y: (N,), chỉ số lớp / class indices
    num_classes: C
    alpha: trong/in [0, 1]
    return: (N, C)
    """
    raise NotImplementedError("smooth_labels")


def label_smoothing_loss(logits, y, alpha):
    """Cross-entropy với nhãn làm mượt. / Cross-entropy against smoothed labels.

    logits: (N, C)
    y: (N,), chỉ số lớp / class indices
    alpha: trong/in [0, 1]
    return: tensor 0-d
    """
    raise NotImplementedError("label_smoothing_loss")


def weighted_cross_entropy(logits, y, weights):
    """Cross-entropy với trọng số lớp. / Cross-entropy with class weights.

    logits: (N, C)
    y: (N,), chỉ số lớp / class indices
    weights: C số / numbers
    return: tensor 0-d
    """
    raise NotImplementedError("weighted_cross_entropy")


def multilabel_loss(logits, Y):
    """BCE của mọi nhãn. / BCE of every label.

    logits: (N, C)
    Y: (N, C), 0.0 hoặc/or 1.0
    return: tensor 0-d
    """
    raise NotImplementedError("multilabel_loss")


def predict_multilabel(logits, threshold=0.5):
    """Các nhãn có xác suất trên ngưỡng. / The labels whose probability is above the threshold.

    logits: (N, C)
    threshold: trong/in (0, 1)
    return: (N, C), 0 và/and 1
    """
    raise NotImplementedError("predict_multilabel")


def choose_loss(y):
    """Chọn loss cho dữ liệu mất cân bằng. / Choose a loss for imbalanced data.

    y: (N,), nhãn huấn luyện 0 và 1 / training labels 0 and 1
    return: hàm/function loss(logits (N, 2), y (N,)) -> tensor 0-d
    """
    raise NotImplementedError("choose_loss")


def train_imbalanced(X, y, loss):
    """Huấn luyện với loss được truyền vào. / Train with the loss that is passed.

    X: (N, D)
    y: (N,), chỉ số lớp / class indices
    loss: hàm/function loss(logits, y)
    return: mô hình/model, model(X) -> logits (N, C)
    """
    raise NotImplementedError("train_imbalanced")
