"""autograd_gradient makes a step on the caller's W; train centres the caller's X.

caught by:
autograd_gradient.repeated_calls autograd_gradient.keeps_weights train.sgd_steps
train.fresh_gradients train.loss_input train.history_values train.column_labels train.keeps_data
"""


def autograd_gradient(W, X, y):
    leaf = W.detach().clone().requires_grad_()
    F.cross_entropy(X @ leaf, y).backward()
    W -= 0.1 * leaf.grad
    return leaf.grad


_train = train


def train(model, X, y, criterion, lr=0.1, epochs=100):
    X -= X.mean(dim=0)
    return _train(model, X, y, criterion, lr, epochs)
