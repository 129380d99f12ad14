"""log_softmax runs over the samples.

caught by:
autograd_gradient.uniform_start autograd_gradient.values autograd_gradient.absent_class
autograd_gradient.repeated_calls autograd_gradient.keeps_weights autograd_gradient.stable_large
batch_loss.one_sample batch_loss.lecture_batches batch_loss.index_labels batch_loss.one_hot_labels
batch_loss.single_sample batch_loss.stable_large batch_loss.plain_number
"""


def _over_samples(logits, y):
    targets = F.one_hot(y, logits.shape[1]).float() if y.ndim == 1 else y
    return -(targets * F.log_softmax(logits, dim=0)).sum(dim=1).mean()


def batch_loss(logits, y):
    return _over_samples(logits, y).item()


def autograd_gradient(W, X, y):
    leaf = W.detach().clone().requires_grad_()
    _over_samples(X @ leaf, y).backward()
    return leaf.grad
