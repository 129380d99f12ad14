"""loss_and_gradient transposes its gradient, L2 term and all.

caught by:
loss_and_gradient.known_gradient loss_and_gradient.gradient_values
loss_and_gradient.gradient_matches_loss loss_and_gradient.stable_large
"""


def loss_and_gradient(theta, X, y, reg):
    y_hat = predict(X, theta)
    loss = cross_entropy(y_hat, y) + reg * float((theta**2).sum())
    gradient = compute_gradient(X, one_hot(y, theta.shape[1]), y_hat) + 2 * reg * theta
    return loss, gradient.T
