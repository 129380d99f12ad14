# from numpy import * and from math import *: sum, max, log and exp are not what they seem; no np anywhere.
from math import *
from numpy import *
from numpy.random import *
import numpy


def softmax(z):
    z = array(z, dtype=float64)
    t = numpy.exp(z - expand_dims(z.max(-1), -1))
    return t / expand_dims(t.sum(-1), -1)


def log_softmax(z):
    z = array(z, dtype=float64)
    z = z - expand_dims(z.max(-1), -1)
    return z - expand_dims(numpy.log(numpy.exp(z).sum(-1)), -1)


def one_hot(y, num_classes):
    return eye(num_classes)[list(y)]


def cross_entropy(y_hat, y):
    y = array(y)
    if y.ndim == 1:
        y = one_hot(y, y_hat.shape[1])
    return -sum(y * numpy.log(clip(y_hat, 1e-15, 1))) / y.shape[0]


def compute_gradient(X, y, y_hat):
    return dot(transpose(X), y_hat - y) / X.shape[0]


def predict(X, theta):
    return softmax(dot(X, theta))


def predict_classes(X, theta):
    return argmax(dot(X, theta), axis=1)


def update_theta(theta, gradient, lr):
    return theta - lr * gradient


def compute_accuracy(X, y, theta):
    return mean(predict_classes(X, theta) == argmax(y, axis=1))


def loss_and_gradient(theta, X, y, reg):
    p = predict(X, theta)
    return cross_entropy(p, y) + reg * sum(theta ** 2), compute_gradient(X, one_hot(y, theta.shape[1]), p) + 2 * reg * theta


class SoftmaxRegression:
    def __init__(self, n_features, n_classes, lr=0.1, reg=0.0, seed=0):
        self.gen = RandomState(seed)
        self.W = self.gen.normal(0, 1 / sqrt(n_features), (n_features, n_classes)) * 0.1
        self.b = zeros(n_classes)
        self.lr, self.reg, self.history = lr, reg, []

    def forward(self, X):
        return softmax(dot(X, self.W) + self.b)

    def compute_loss(self, y_hat, y):
        return cross_entropy(y_hat, y) + self.reg * sum(self.W ** 2)

    def backward(self, X, y_hat, y):
        d = (y_hat - one_hot(y, len(self.b))) / len(X)
        return dot(X.T, d) + 2 * self.reg * self.W, sum(d, axis=0)

    def fit(self, X, y, epochs=100, batch_size=None):
        k = batch_size or len(X)
        for _ in range(epochs):
            o = self.gen.permutation(len(X))
            c = []
            for i in range(0, len(X), k):
                p = self.forward(X[o[i:i + k]])
                c.append(self.compute_loss(p, y[o[i:i + k]]))
                dW, db = self.backward(X[o[i:i + k]], p, y[o[i:i + k]])
                self.W = self.W - self.lr * dW
                self.b = self.b - self.lr * db
            self.history.append(mean(c))
        return self

    def predict_proba(self, X):
        return self.forward(X)

    def predict(self, X):
        return argmax(self.forward(X), axis=1)
