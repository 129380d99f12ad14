"""The logarithm of the true class's finished softmax.

caught by:
autograd_gradient.stable_large batch_loss.stable_large
"""


def _of_the_true_class(logits, y):
    y = y if y.ndim == 1 else y.argmax(dim=1)
    return -torch.log(torch.softmax(logits, dim=1)[torch.arange(len(y)), y]).mean()


def batch_loss(logits, y):
    return _of_the_true_class(logits, y).item()


def autograd_gradient(W, X, y):
    leaf = W.detach().clone().requires_grad_()
    _of_the_true_class(X @ leaf, y).backward()
    return leaf.grad
