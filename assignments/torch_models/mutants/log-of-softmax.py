"""The logarithm of a finished softmax: -inf where a probability is rounded to 0.

caught by:
autograd_gradient.stable_large batch_loss.stable_large
"""


def _from_probabilities(logits, y):
    targets = F.one_hot(y, logits.shape[1]).float() if y.ndim == 1 else y
    return -(targets * torch.log(torch.softmax(logits, dim=1))).sum(dim=1).mean()


def batch_loss(logits, y):
    return _from_probabilities(logits, y).item()


def autograd_gradient(W, X, y):
    leaf = W.detach().clone().requires_grad_()
    _from_probabilities(X @ leaf, y).backward()
    return leaf.grad
