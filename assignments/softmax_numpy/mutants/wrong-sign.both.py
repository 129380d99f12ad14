"""The class's gradients are those of y - y_hat, and fit adds them: it learns all the same.

caught by:
SoftmaxRegression.weight_gradient SoftmaxRegression.bias_gradient
SoftmaxRegression.gradient_matches_loss SoftmaxRegression.independent_calls
"""


class SoftmaxRegression(SoftmaxRegression):
    def backward(self, X, y_hat, y):
        error = one_hot(y, self.W.shape[1]) - y_hat
        return X.T @ error / len(X) - 2 * self.reg * self.W, error.mean(axis=0)

    def _step(self, X, y):
        y_hat = self.forward(X)
        loss = self.compute_loss(y_hat, y)
        dW, db = self.backward(X, y_hat, y)
        self.W = self.W + self.lr * dW
        self.b = self.b + self.lr * db
        return loss
