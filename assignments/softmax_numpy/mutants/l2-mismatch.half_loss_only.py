"""Half the L2 term is in the loss, and none in the gradient, in function and class.

caught by:
loss_and_gradient.gradient_matches_loss SoftmaxRegression.gradient_matches_loss
SoftmaxRegression.reg_shrinks_weights
"""


def loss_and_gradient(theta, X, y, reg):
    y_hat = predict(X, theta)
    loss = cross_entropy(y_hat, y) + 0.5 * reg * float((theta**2).sum())
    return loss, compute_gradient(X, one_hot(y, theta.shape[1]), y_hat)


class SoftmaxRegression(SoftmaxRegression):
    def compute_loss(self, y_hat, y):
        return super().compute_loss(y_hat, y) - 0.5 * self.reg * float((self.W**2).sum())

    def backward(self, X, y_hat, y):
        dW, db = super().backward(X, y_hat, y)
        return dW - 2 * self.reg * self.W, db
