"""The loss has half of reg * sum(theta^2) and the gradient that of the whole, in function and class.

caught by:
loss_and_gradient.gradient_matches_loss SoftmaxRegression.gradient_matches_loss
"""


def loss_and_gradient(theta, X, y, reg):
    y_hat = predict(X, theta)
    loss = cross_entropy(y_hat, y) + 0.5 * reg * float((theta**2).sum())
    return loss, compute_gradient(X, one_hot(y, theta.shape[1]), y_hat) + 2 * reg * theta


class SoftmaxRegression(SoftmaxRegression):
    def compute_loss(self, y_hat, y):
        return cross_entropy(y_hat, y) + 0.5 * self.reg * float((self.W**2).sum())
