# expect: *=failed|crashed points=0
# Every body is `pass`.
import numpy as np


def softmax(z):
    pass


def log_softmax(z):
    pass


def one_hot(y, num_classes):
    pass


def cross_entropy(y_hat, y):
    pass


def compute_gradient(X, y, y_hat):
    pass


def predict(X, theta):
    pass


def predict_classes(X, theta):
    pass


def update_theta(theta, gradient, lr):
    pass


def compute_accuracy(X, y, theta):
    pass


def loss_and_gradient(theta, X, y, reg):
    pass


class SoftmaxRegression:
    def __init__(self, n_features, n_classes, lr=0.1, reg=0.0, seed=0):
        pass

    def forward(self, X):
        pass

    def compute_loss(self, y_hat, y):
        pass

    def backward(self, X, y_hat, y):
        pass

    def fit(self, X, y, epochs=100, batch_size=None):
        pass

    def predict_proba(self, X):
        pass

    def predict(self, X):
        pass
