"""loss_and_gradient transposes the gradient of the loss, and adds that of the L2 term to it.

caught by:
loss_and_gradient.known_loss loss_and_gradient.known_gradient loss_and_gradient.loss_values
loss_and_gradient.gradient_values loss_and_gradient.l2_term
loss_and_gradient.gradient_matches_loss loss_and_gradient.stable_large
"""


def loss_and_gradient(theta, X, y, reg):
    y_hat = predict(X, theta)
    loss = cross_entropy(y_hat, y) + reg * float((theta**2).sum())
    gradient = (y_hat - one_hot(y, theta.shape[1])).T @ X / len(X)
    return loss, gradient + 2 * reg * theta
