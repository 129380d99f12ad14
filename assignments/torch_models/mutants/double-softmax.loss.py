"""batch_loss and autograd_gradient give probabilities to cross-entropy.

caught by:
autograd_gradient.uniform_start autograd_gradient.values autograd_gradient.absent_class
autograd_gradient.repeated_calls autograd_gradient.keeps_weights autograd_gradient.stable_large
batch_loss.one_sample batch_loss.lecture_batches batch_loss.index_labels batch_loss.one_hot_labels
batch_loss.single_sample batch_loss.stable_large batch_loss.plain_number
"""


def batch_loss(logits, y):
    return F.cross_entropy(torch.softmax(logits, dim=1), y).item()


def autograd_gradient(W, X, y):
    leaf = W.detach().clone().requires_grad_()
    F.cross_entropy(torch.softmax(X @ leaf, dim=1), y).backward()
    return leaf.grad
