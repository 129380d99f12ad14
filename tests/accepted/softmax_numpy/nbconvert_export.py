#!/usr/bin/env python
# coding: utf-8
# A notebook exported by `jupyter nbconvert --to script`: get_ipython() calls where the magics were.

# # Bài tập tuần 2: Softmax Regression
#
# Họ tên: Trần Thị B

# In[1]:


get_ipython().system('pip install -q numpy matplotlib')
get_ipython().run_line_magic('matplotlib', 'inline')


# In[2]:


import numpy as np
import matplotlib.pyplot as plt


# In[3]:


get_ipython().run_cell_magic('time', '', 'x = np.arange(10)\nprint(x.sum())\n')


# In[4]:


epsilon = 1e-8


def softmax(z):
    z = np.array(z)
    if z.ndim == 1:
        z = z - np.max(z)
        return np.exp(z) / np.sum(np.exp(z))
    z = z - np.max(z, axis=1, keepdims=True)
    return np.exp(z) / np.sum(np.exp(z), axis=1, keepdims=True)


def log_softmax(z):
    z = np.array(z)
    axis = z.ndim - 1
    c = np.max(z, axis=axis, keepdims=True)
    lse = c + np.log(np.sum(np.exp(z - c), axis=axis, keepdims=True))
    return z - lse


def one_hot(y, num_classes):
    m = len(y)
    Y = np.zeros((m, num_classes))
    Y[np.arange(m), y] = 1.0
    return Y


def cross_entropy(y_hat, y):
    m = y_hat.shape[0]
    if y.ndim == 1:
        y = one_hot(y, y_hat.shape[1])
    return -(1 / m) * np.sum(y * np.log(y_hat + epsilon))


def compute_gradient(X, y, y_hat):
    m = X.shape[0]
    return (1 / m) * X.T.dot(y_hat - y)


def predict(X, theta):
    return softmax(X.dot(theta))


def predict_classes(X, theta):
    return np.argmax(predict(X, theta), axis=1)


def update_theta(theta, gradient, lr):
    theta = theta - lr * gradient
    return theta


def compute_accuracy(X, y, theta):
    y_pred = predict_classes(X, theta)
    y_true = np.argmax(y, axis=1)
    return np.sum(y_pred == y_true) / len(y_true)


def loss_and_gradient(theta, X, y, reg):
    y_hat = predict(X, theta)
    loss = cross_entropy(y_hat, y) + reg * np.sum(theta ** 2)
    grad = compute_gradient(X, one_hot(y, theta.shape[1]), y_hat) + 2 * reg * theta
    return loss, grad


class SoftmaxRegression:
    def __init__(self, n_features, n_classes, lr=0.1, reg=0.0, seed=0):
        rng = np.random.RandomState(seed)
        self.W = rng.randn(n_features, n_classes) * 0.01
        self.b = np.zeros(n_classes)
        self.lr = lr
        self.reg = reg
        self.seed = seed
        self.history = []

    def forward(self, X):
        return softmax(X.dot(self.W) + self.b)

    def compute_loss(self, y_hat, y):
        return cross_entropy(y_hat, y) + self.reg * np.sum(self.W ** 2)

    def backward(self, X, y_hat, y):
        m = X.shape[0]
        dz = y_hat.copy()
        dz[np.arange(m), y] -= 1
        dW = X.T.dot(dz) / m + 2 * self.reg * self.W
        db = np.sum(dz, axis=0) / m
        return dW, db

    def fit(self, X, y, epochs=100, batch_size=None):
        m = X.shape[0]
        rng = np.random.RandomState(self.seed)
        if batch_size is None:
            batch_size = m
        n_batches = (m + batch_size - 1) // batch_size
        for epoch in range(epochs):
            idx = rng.permutation(m)
            X_shuffled, y_shuffled = X[idx], y[idx]
            total = 0
            for i in range(n_batches):
                X_batch = X_shuffled[i * batch_size:(i + 1) * batch_size]
                y_batch = y_shuffled[i * batch_size:(i + 1) * batch_size]
                y_hat = self.forward(X_batch)
                total += self.compute_loss(y_hat, y_batch)
                dW, db = self.backward(X_batch, y_hat, y_batch)
                self.W -= self.lr * dW
                self.b -= self.lr * db
            self.history.append(total / n_batches)
        return self

    def predict_proba(self, X):
        return self.forward(X)

    def predict(self, X):
        return np.argmax(self.forward(X), axis=1)


# In[12]:


X_demo = np.random.default_rng(0).normal(size=(50, 4))
y_demo = np.random.default_rng(1).integers(0, 3, size=50)
model = SoftmaxRegression(4, 3).fit(X_demo, y_demo, epochs=5, batch_size=8)
plt.plot(model.history)
plt.show()
get_ipython().run_line_magic('timeit', 'softmax(X_demo)')
