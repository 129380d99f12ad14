"""The gradient of the L2 term is taken for the sum of the weights, in function and class.

caught by:
loss_and_gradient.gradient_matches_loss SoftmaxRegression.gradient_matches_loss
SoftmaxRegression.reg_shrinks_weights
"""


def loss_and_gradient(theta, X, y, reg):
    y_hat = predict(X, theta)
    loss = cross_entropy(y_hat, y) + reg * float((theta**2).sum())
    return loss, compute_gradient(X, one_hot(y, theta.shape[1]), y_hat) + 2 * reg * theta.sum()


class SoftmaxRegression(SoftmaxRegression):
    def backward(self, X, y_hat, y):
        dW, db = super().backward(X, y_hat, y)
        return dW + 2 * self.reg * (self.W.sum() - self.W), db
