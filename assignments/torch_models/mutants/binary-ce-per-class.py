"""A binary cross-entropy for each class.

caught by:
autograd_gradient.uniform_start autograd_gradient.values autograd_gradient.absent_class
autograd_gradient.repeated_calls autograd_gradient.keeps_weights autograd_gradient.stable_large
batch_loss.one_sample batch_loss.lecture_batches batch_loss.index_labels batch_loss.one_hot_labels
batch_loss.single_sample batch_loss.stable_large batch_loss.plain_number
"""


def _per_class(logits, y):
    targets = F.one_hot(y, logits.shape[1]).float() if y.ndim == 1 else y
    return F.binary_cross_entropy_with_logits(logits, targets)


def batch_loss(logits, y):
    return _per_class(logits, y).item()


def autograd_gradient(W, X, y):
    leaf = W.detach().clone().requires_grad_()
    _per_class(X @ leaf, y).backward()
    return leaf.grad
