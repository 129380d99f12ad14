"""autograd_gradient works on a tensor that does not ask for gradients.

caught by:
autograd_gradient.uniform_start autograd_gradient.values autograd_gradient.absent_class
autograd_gradient.repeated_calls autograd_gradient.keeps_weights autograd_gradient.stable_large
"""


def autograd_gradient(W, X, y):
    leaf = W.detach().clone()
    F.cross_entropy(X @ leaf, y).backward()
    return leaf.grad
