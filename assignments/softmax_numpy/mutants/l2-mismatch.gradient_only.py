"""The L2 term is in the gradient and not in the loss, in function and class.

caught by:
loss_and_gradient.l2_term loss_and_gradient.gradient_matches_loss
SoftmaxRegression.l2_term SoftmaxRegression.gradient_matches_loss
"""


def loss_and_gradient(theta, X, y, reg):
    y_hat = predict(X, theta)
    gradient = compute_gradient(X, one_hot(y, theta.shape[1]), y_hat) + 2 * reg * theta
    return cross_entropy(y_hat, y), gradient


class SoftmaxRegression(SoftmaxRegression):
    def compute_loss(self, y_hat, y):
        return cross_entropy(y_hat, y)
