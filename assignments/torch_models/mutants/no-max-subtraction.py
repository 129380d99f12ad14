"""exp without subtracting the maximum: inf / inf for logits near 1000, 0 / 0 near -1000.

caught by:
autograd_gradient.stable_large batch_loss.stable_large
"""


def _by_exp(logits, y):
    e = torch.exp(logits)
    p = e / e.sum(dim=1, keepdim=True)
    y = y if y.ndim == 1 else y.argmax(dim=1)
    return -torch.log(p[torch.arange(len(y)), y]).mean()


def batch_loss(logits, y):
    return _by_exp(logits, y).item()


def autograd_gradient(W, X, y):
    leaf = W.detach().clone().requires_grad_()
    _by_exp(X @ leaf, y).backward()
    return leaf.grad
