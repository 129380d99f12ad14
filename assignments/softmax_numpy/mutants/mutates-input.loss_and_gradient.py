"""loss_and_gradient makes the L2 term of the gradient in theta itself.

caught by:
loss_and_gradient.keeps_input
"""


def loss_and_gradient(theta, X, y, reg):
    y_hat = predict(X, theta)
    loss = cross_entropy(y_hat, y) + reg * float((theta**2).sum())
    gradient = compute_gradient(X, one_hot(y, theta.shape[1]), y_hat)
    theta *= 2 * reg
    return loss, gradient + theta
