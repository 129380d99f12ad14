# expect: *=missing softmax=failed log_softmax=failed one_hot=failed predict_classes=failed update_theta=failed
# A generator, a function, complex numbers, floats for classes, an object array: none is what the statement asks for.
import numpy as np


def softmax(z):
    return (v / np.exp(z).sum() for v in np.exp(z))


def log_softmax(z):
    return lambda: z - np.log(np.exp(z).sum(axis=-1, keepdims=True))


def one_hot(y, num_classes):
    return map(lambda k: [float(c == k) for c in range(num_classes)], y)


def predict_classes(X, theta):
    return [f"lớp {k}" for k in (X @ theta).argmax(axis=1)]


def update_theta(theta, gradient, lr):
    return theta - lr * gradient + 0.5j
