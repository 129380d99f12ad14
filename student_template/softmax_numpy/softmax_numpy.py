"""Softmax Regression với NumPy. / Softmax regression in NumPy.

Thay mỗi dòng `raise NotImplementedError(...)` bằng code của em; giữ nguyên tên và thứ tự tham số.
Replace each `raise NotImplementedError(...)` by your code; keep the names and the order of parameters.

N: số mẫu / samples, D: số đặc trưng / features, K: số lớp / classes.
"""

import numpy as np


def softmax(z):
    """Biến logits thành xác suất theo từng dòng. / Turn logits into probabilities, row by row.

    z: (K,) hoặc/or (N, K)
    return: cùng shape / same shape
    """
    raise NotImplementedError("softmax")


def log_softmax(z):
    """Logarit của softmax, tính ổn định. / Logarithm of softmax, computed stably.

    z: (K,) hoặc/or (N, K)
    return: cùng shape / same shape
    """
    raise NotImplementedError("log_softmax")


def one_hot(y, num_classes):
    """Mỗi nhãn thành một dòng có đúng một số 1. / Each label becomes a row with a single 1.

    y: (N,), số nguyên / integers
    return: (N, num_classes)
    """
    raise NotImplementedError("one_hot")


def cross_entropy(y_hat, y):
    """Cross-entropy trung bình trên N mẫu. / Mean cross-entropy over N samples.

    y_hat: (N, K), xác suất / probabilities
    y: (N,) chỉ số lớp / class indices, hoặc/or (N, K) one-hot
    return: một số thực / a number
    """
    raise NotImplementedError("cross_entropy")


def compute_gradient(X, y, y_hat):
    """Gradient của cross-entropy theo theta. / Gradient of the cross-entropy by theta.

    X: (N, D)
    y: (N, K), one-hot
    y_hat: (N, K), xác suất / probabilities
    return: (D, K)
    """
    raise NotImplementedError("compute_gradient")


def predict(X, theta):
    """Xác suất của từng lớp. / Probabilities of the classes.

    X: (N, D)
    theta: (D, K)
    return: (N, K)
    """
    raise NotImplementedError("predict")


def predict_classes(X, theta):
    """Lớp dự đoán của từng mẫu. / The predicted class of each sample.

    X: (N, D)
    theta: (D, K)
    return: (N,), số nguyên / integers
    """
    raise NotImplementedError("predict_classes")


def update_theta(theta, gradient, lr):
    """Một bước gradient descent. / One step of gradient descent.

    theta, gradient: (D, K)
    lr: learning rate
    return: (D, K)
    """
    raise NotImplementedError("update_theta")


def compute_accuracy(X, y, theta):
    """Accuracy, từ 0 đến 1. / Accuracy, from 0 to 1.

    X: (N, D)
    y: (N, K), one-hot
    theta: (D, K)
    return: một số thực / a number
    """
    raise NotImplementedError("compute_accuracy")


def loss_and_gradient(theta, X, y, reg):
    """Loss có số hạng L2 và gradient của nó. / Loss with an L2 term, and its gradient.

    theta: (D, K)
    X: (N, D)
    y: (N,), chỉ số lớp / class indices
    reg: hệ số của L2 / strength of L2
    return: (loss, gradient), gradient (D, K)
    """
    raise NotImplementedError("loss_and_gradient")


class SoftmaxRegression:
    """Softmax regression, huấn luyện bằng gradient descent. / Trained by gradient descent.

    W: (D, K)
    b: (K,)
    history: loss trung bình của từng epoch / the mean loss of each epoch
    """

    def __init__(self, n_features, n_classes, lr=0.1, reg=0.0, seed=0):
        raise NotImplementedError("SoftmaxRegression")

    def forward(self, X):
        """X: (N, D) -> xác suất / probabilities (N, K)"""
        raise NotImplementedError("SoftmaxRegression.forward")

    def compute_loss(self, y_hat, y):
        """y_hat: (N, K), y: (N,) -> cross-entropy trung bình + L2 / mean cross-entropy + L2"""
        raise NotImplementedError("SoftmaxRegression.compute_loss")

    def backward(self, X, y_hat, y):
        """-> (dW, db), shape (D, K) và/and (K,)"""
        raise NotImplementedError("SoftmaxRegression.backward")

    def fit(self, X, y, epochs=100, batch_size=None):
        """X: (N, D), y: (N,) -> self; ghi history / fills history"""
        raise NotImplementedError("SoftmaxRegression.fit")

    def predict_proba(self, X):
        """X: (N, D) -> (N, K)"""
        raise NotImplementedError("SoftmaxRegression.predict_proba")

    def predict(self, X):
        """X: (N, D) -> (N,)"""
        raise NotImplementedError("SoftmaxRegression.predict")
