"""The class's gradients are divided by N·K, and its loss by N.

caught by:
SoftmaxRegression.gradient_matches_loss
"""


class SoftmaxRegression(SoftmaxRegression):
    def backward(self, X, y_hat, y):
        targets = one_hot(y, self.W.shape[1])
        error = (y_hat - targets) / targets.size
        return X.T @ error + 2 * self.reg * self.W, error.sum(axis=0)
