# expect: *=missing softmax=failed cross_entropy=failed predict_classes=failed
# says: None
import numpy as np


def softmax(z):
    e = np.exp(z - z.max(axis=-1, keepdims=True))
    print(e / e.sum(axis=-1, keepdims=True))


def cross_entropy(y_hat, y):
    y = np.eye(y_hat.shape[1])[y] if y.ndim == 1 else y
    print("Loss:", -np.sum(y * np.log(y_hat + 1e-12)) / len(y))


def predict_classes(X, theta):
    print((X @ theta).argmax(axis=1))
