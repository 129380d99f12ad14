"""Mô hình tuyến tính và mạng nơ-ron với PyTorch. / Linear models and networks in PyTorch.

Thay mỗi dòng `raise NotImplementedError(...)` bằng code của em; giữ nguyên tên và thứ tự tham số.
Replace each `raise NotImplementedError(...)` by your code; keep the names and the order of parameters.

N: số mẫu / samples, D: số đặc trưng / features, H: số nơ-ron ẩn / hidden units, C: số lớp / classes.
"""

import torch
from torch import nn


class LinearRegression(nn.Module):
    """Hồi quy tuyến tính. / Linear regression.

    n_features: D
    """

    def __init__(self, n_features):
        raise NotImplementedError("LinearRegression")

    def forward(self, x):
        """x: (N, D) -> giá trị / values (N, 1)"""
        raise NotImplementedError("LinearRegression.forward")


class LogisticRegression(nn.Module):
    """Xác suất của lớp 1, dùng với BCELoss. / The probability of class 1, for BCELoss.

    n_features: D
    """

    def __init__(self, n_features):
        raise NotImplementedError("LogisticRegression")

    def forward(self, x):
        """x: (N, D) -> xác suất / probabilities (N, 1)"""
        raise NotImplementedError("LogisticRegression.forward")


class SoftmaxRegression(nn.Module):
    """Logits của từng lớp, dùng với CrossEntropyLoss. / Logits of the classes, for CrossEntropyLoss.

    n_features: D, n_classes: C
    """

    def __init__(self, n_features, n_classes):
        raise NotImplementedError("SoftmaxRegression")

    def forward(self, x):
        """x: (N, D) -> logits (N, C)"""
        raise NotImplementedError("SoftmaxRegression.forward")


class NeuralNetBinary(nn.Module):
    """Một lớp ẩn ReLU, một xác suất. / One hidden ReLU layer, one probability.

    input_size: D, hidden_size: H
    """

    def __init__(self, input_size, hidden_size):
        raise NotImplementedError("NeuralNetBinary")

    def forward(self, x):
        """x: (N, D) -> xác suất / probabilities (N, 1)"""
        raise NotImplementedError("NeuralNetBinary.forward")


class NeuralNetMulticlass(nn.Module):
    """Một lớp ẩn ReLU, logits của từng lớp. / One hidden ReLU layer, logits of the classes.

    input_size: D, hidden_size: H, num_classes: C
    """

    def __init__(self, input_size, hidden_size, num_classes):
        raise NotImplementedError("NeuralNetMulticlass")

    def forward(self, x):
        """x: (N, D) -> logits (N, C)"""
        raise NotImplementedError("NeuralNetMulticlass.forward")


def autograd_gradient(W, X, y):
    """Gradient theo W, tính bằng autograd. / Gradient with respect to W, by autograd.

    W: (D, C)
    X: (N, D)
    y: (N,), chỉ số lớp / class indices
    return: (D, C)
    """
    raise NotImplementedError("autograd_gradient")


def batch_loss(logits, y):
    """Cross-entropy trung bình của một batch. / Mean cross-entropy of a batch.

    logits: (N, C)
    y: (N,) chỉ số lớp / class indices, hoặc/or (N, C) one-hot float
    return: một số / a number
    """
    raise NotImplementedError("batch_loss")


def predict_classes(logits):
    """Lớp dự đoán của từng mẫu. / The predicted class of each sample.

    logits: (N, C)
    return: (N,), số nguyên / integers
    """
    raise NotImplementedError("predict_classes")


def train(model, X, y, criterion, lr=0.1, epochs=100):
    """Huấn luyện model bằng torch.optim.SGD, mỗi epoch một bước trên toàn bộ dữ liệu.
    Train model by torch.optim.SGD, in each epoch one step on all the data.

    model: nn.Module
    X: (N, D)
    y: nhãn mà criterion nhận / the labels that criterion takes
    criterion: ví dụ/for example nn.CrossEntropyLoss()
    return: danh sách `epochs` số, loss của từng epoch / a list of `epochs` numbers, one loss each
    """
    raise NotImplementedError("train")


def evaluate(model, X, y):
    """Accuracy từ 0 đến 1, ở chế độ đánh giá và không có gradient.
    Accuracy from 0 to 1, in evaluation mode and without gradients.

    model: trả về / returns logits (N, C)
    X: (N, D)
    y: (N,), chỉ số lớp / class indices
    return: một số / a number
    """
    raise NotImplementedError("evaluate")
