"""The class divides its L2 term by twice the number of samples.

caught by:
SoftmaxRegression.l2_term SoftmaxRegression.reg_shrinks_weights
"""


class SoftmaxRegression(SoftmaxRegression):
    def compute_loss(self, y_hat, y):
        return cross_entropy(y_hat, y) + self.reg * float((self.W**2).sum()) / (2 * len(y))

    def backward(self, X, y_hat, y):
        dW, db = super().backward(X, y_hat, y)
        return dW - 2 * self.reg * self.W * (1 - 1 / (2 * len(X))), db
