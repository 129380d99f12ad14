"""autograd_gradient adds to what is in W.grad already.

caught by:
autograd_gradient.repeated_calls
"""


def autograd_gradient(W, X, y):
    W.requires_grad_()
    F.cross_entropy(X @ W, y).backward()
    return W.grad
