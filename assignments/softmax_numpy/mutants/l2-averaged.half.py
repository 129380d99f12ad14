"""The L2 term is divided by twice the number of samples.

caught by:
loss_and_gradient.l2_term
"""


def loss_and_gradient(theta, X, y, reg):
    y_hat, strength = predict(X, theta), reg / (2 * len(X))
    loss = cross_entropy(y_hat, y) + strength * float((theta**2).sum())
    return loss, compute_gradient(X, one_hot(y, theta.shape[1]), y_hat) + 2 * strength * theta
