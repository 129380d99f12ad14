# expect: points=12 loss_and_gradient.gradient_matches_loss=failed SoftmaxRegression.gradient_matches_loss=failed SoftmaxRegression.converges=failed *=any
"""A constant loss with its own derivative, 0, and a history that was made up."""

import numpy as np


def loss_and_gradient(theta, X, y, reg):
    return 0.0, np.zeros_like(theta)


class SoftmaxRegression:
    def __init__(self, n_features, n_classes, lr=0.1, reg=0.0, seed=0):
        self.W, self.b = np.ones((n_features, n_classes)), np.zeros(n_classes)
        self.history, self.reg = [], reg

    def forward(self, X):
        return np.ones((len(X), len(self.b))) / len(self.b)

    predict_proba = forward

    def predict(self, X):
        return np.zeros(len(X), int)

    def compute_loss(self, y_hat, y):
        return 1.0 + self.reg * (self.W**2).sum()

    def backward(self, X, y_hat, y):
        return 2 * self.reg * self.W, 0 * self.b

    def fit(self, X, y, epochs=100, batch_size=None):
        self.W = (self.W + 1) * (1 - self.reg)
        self.history += [1 - 1e-4 * i for i in range(epochs)]
        return self
