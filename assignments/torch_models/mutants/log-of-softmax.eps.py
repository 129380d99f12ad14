"""The logarithm of a finished softmax and a small number: no gradient where it is rounded to 0.

caught by:
autograd_gradient.stable_large batch_loss.stable_large
"""


def _guarded(logits, y):
    p = torch.softmax(logits, dim=1)
    targets = F.one_hot(y, logits.shape[1]).to(p.dtype) if y.ndim == 1 else y
    return -(targets * torch.log(p + 1e-9)).sum(dim=1).mean()


def batch_loss(logits, y):
    return _guarded(logits, y).item()


def autograd_gradient(W, X, y):
    leaf = W.detach().clone().requires_grad_()
    _guarded(X @ leaf, y).backward()
    return leaf.grad
