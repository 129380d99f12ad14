# expect: *=missing cross_entropy.gradient=failed cross_entropy.stable_gradient=failed cross_entropy.values=passed cross_entropy.known_sample=passed cross_entropy.known_batch=passed cross_entropy.stable_large=passed nll_loss=failed hinge_loss=failed focal_loss=failed smooth_labels=failed predict_multilabel=failed points=6
# says: The loss is not connected to the graph: autograd finds no gradient.
# Numbers without a graph, texts, a tuple, a dict, a tensor of the wrong shape.
import torch
import torch.nn.functional as F


def cross_entropy(logits, y):
    return F.cross_entropy(logits, y).item()


def nll_loss(log_probs, y):
    return f"loss = {F.nll_loss(log_probs, y):.4f}"


def hinge_loss(scores, y):
    losses = F.relu(1 - scores.reshape(-1) * y.reshape(-1))
    return losses.mean(), losses


def focal_loss(logits, y, gamma=2.0, alpha=None):
    return {"gamma": gamma, "alpha": alpha}


def smooth_labels(y, num_classes, alpha):
    return (F.one_hot(y, num_classes) * (1 - alpha) + alpha / num_classes).T


def predict_multilabel(logits, threshold=0.5):
    return ["spam" if z > 0 else "ham" for z in logits[:, 0]]
