"""Ôn tập: từ dữ liệu đến mô hình softmax. / Review: from data to a softmax model.

Thay mỗi dòng `raise NotImplementedError(...)` bằng code của em; giữ nguyên tên và thứ tự tham số.
Replace each `raise NotImplementedError(...)` by your code; keep the names and the order of parameters.

N: số mẫu / samples, D: số đặc trưng / features, K: số lớp / classes.
"""

import csv

import numpy as np
import torch
from torch import nn


def load_fraud(path="fraud.csv"):
    """Đọc bảng giao dịch. / Read the table of transactions: X (600, 5), level (600,)."""
    table = np.genfromtxt(path, delimiter=",", skip_header=1)
    return table[:, :-1], table[:, -1].astype(int)


def load_sentiment(path="sentiment.csv"):
    """Đọc các câu. / Read the sentences: texts, labels (60,)."""
    with open(path, encoding="utf-8", newline="") as file:
        rows = list(csv.DictReader(file))
    return [row["text"] for row in rows], np.array([int(row["label"]) for row in rows])


def split(X, y, test_share=0.25, seed=0):
    """Trộn rồi chia dữ liệu. / Shuffle and split.

    X: (N, D), y: (N,)
    return: X_train, X_test, y_train, y_test
    """
    raise NotImplementedError("split")


def standardize(X_train, X_test):
    """Chuẩn hoá bằng trung bình và độ lệch chuẩn của X_train. / Standardise with mean and std of X_train.

    X_train: (N, D), X_test: (M, D)
    return: hai mảng cùng shape / two arrays of the same shapes
    """
    raise NotImplementedError("standardize")


def add_intercept(X):
    """Thêm một cột số 1 ở trước. / Put a column of ones in front.

    X: (N, D)
    return: (N, D + 1)
    """
    raise NotImplementedError("add_intercept")


def one_hot(y, num_classes):
    """Mỗi nhãn thành một dòng có đúng một số 1. / Each label becomes a row with a single 1.

    y: (N,)
    return: (N, num_classes)
    """
    raise NotImplementedError("one_hot")


def softmax(z):
    """Biến logits thành xác suất theo từng dòng. / Turn logits into probabilities, row by row.

    z: (N, K)
    return: (N, K)
    """
    raise NotImplementedError("softmax")


def loss_and_gradient(theta, X, y, num_classes):
    """Cross-entropy trung bình và gradient theo theta. / Mean cross-entropy and its gradient by theta.

    theta: (D, K), X: (N, D), y: (N,)
    return: loss (một số / a number), gradient (D, K)
    """
    raise NotImplementedError("loss_and_gradient")


def predict(X, theta):
    """Lớp có logit lớn nhất của từng mẫu. / The class with the largest logit of each sample.

    X: (N, D), theta: (D, K)
    return: (N,)
    """
    raise NotImplementedError("predict")


def recall_per_class(y_true, y_pred, num_classes):
    """Phần được tìm ra của từng lớp; 0 nếu lớp không có mẫu. / The part of each class that is found; 0 for a class without samples.

    y_true, y_pred: (N,)
    return: (K,)
    """
    raise NotImplementedError("recall_per_class")


def train_numpy(X_train, y_train, X_val, y_val, num_classes, lr=0.5, epochs=100):
    """Gradient descent trên toàn bộ tập train, từ theta bằng 0. / On all training data, from theta zero.

    X_train, X_val: có cột intercept / with the intercept column
    return: theta, history (dict: train_loss, train_accuracy, val_loss, val_accuracy)
    """
    raise NotImplementedError("train_numpy")


def train_torch(X_train, y_train, X_val, y_val, num_classes, lr=0.5, epochs=100):
    """Cùng việc đó với nn.Linear (bắt đầu bằng 0), CrossEntropyLoss và SGD. / The same with nn.Linear (from zero), CrossEntropyLoss and SGD.

    X_train, X_val: tensor, không có cột intercept / without the intercept column
    return: model, history
    """
    raise NotImplementedError("train_torch")


def fraud_report(X_train, y_train, X_test, y_test, num_classes, lr=0.5, epochs=200):
    """Chuẩn hoá, thêm intercept, huấn luyện, đánh giá trên tập test. / Standardise, intercept, train, judge on the test part.

    return: dict: theta, history, accuracy, recall
    """
    raise NotImplementedError("fraud_report")


def bag_of_words(texts, vocabulary):
    """Đếm mỗi từ của vocabulary trong từng câu. / Count each word of the vocabulary in each text.

    return: (N, V)
    """
    raise NotImplementedError("bag_of_words")


def classify_texts(train_texts, train_labels, test_texts, num_classes, lr=0.5, epochs=200):
    """Lớp dự đoán của từng câu test. / The predicted class of each test text.

    return: (N,)
    """
    raise NotImplementedError("classify_texts")


# Mười câu hỏi của đề bài. / The ten questions of the statement.
answers = {
    "q1": None,  # a, b, c, d
    "q2": None,  # một số / a number
    "q3": None,  # a, b, c, d
    "q4": None,  # một số / a number
    "q5": None,  # a, b, c, d
    "q6": None,  # a, b, c, d
    "q7": None,  # a, b, c, d
    "q8": None,  # a, b, c, d
    "q9": None,  # a, b, c, d
    "q10": None,  # a, b, c, d
}
