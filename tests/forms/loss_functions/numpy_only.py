# expect: *=missing cross_entropy.known_sample=passed cross_entropy.values=passed cross_entropy.stable_large=passed cross_entropy.gradient=failed cross_entropy.stable_gradient=failed hinge_loss=passed hinge_loss.gradient=failed smooth_labels=passed predict_multilabel=passed cross_entropy.known_batch=passed points=19
# says: a NumPy array carries no gradient
# NumPy instead of PyTorch: the values count, the gradients cannot.
import numpy as np


def cross_entropy(logits, y):
    z = np.asarray(logits, dtype=np.float64)
    z = z - z.max(axis=1, keepdims=True)
    log_p = z - np.log(np.exp(z).sum(axis=1, keepdims=True))
    return -log_p[np.arange(len(z)), np.asarray(y)].mean()


def hinge_loss(scores, y):
    return np.maximum(0, 1 - np.asarray(scores).ravel() * np.asarray(y).ravel()).mean()


def smooth_labels(y, num_classes, alpha):
    return np.eye(num_classes)[np.asarray(y)] * (1 - alpha) + alpha / num_classes


def predict_multilabel(logits, threshold=0.5):
    return (1 / (1 + np.exp(-np.asarray(logits))) > threshold).astype(int)
