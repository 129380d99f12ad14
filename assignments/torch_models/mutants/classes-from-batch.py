"""The number of classes is taken from the labels that are there.

caught by:
autograd_gradient.absent_class batch_loss.one_sample batch_loss.single_sample
"""


def _with_the_labels_there(logits, y):
    targets = F.one_hot(y).float() if y.ndim == 1 else y
    return -(targets * F.log_softmax(logits, dim=1)).sum(dim=1).mean()


def batch_loss(logits, y):
    return _with_the_labels_there(logits, y).item()


def autograd_gradient(W, X, y):
    leaf = W.detach().clone().requires_grad_()
    _with_the_labels_there(X @ leaf, y).backward()
    return leaf.grad
