"""The class's bias gradient is one number for all classes.

caught by:
SoftmaxRegression.bias_gradient SoftmaxRegression.gradient_matches_loss
SoftmaxRegression.full_batch_steps
"""


class SoftmaxRegression(SoftmaxRegression):
    def backward(self, X, y_hat, y):
        dW, _ = super().backward(X, y_hat, y)
        return dW, (y_hat - one_hot(y, self.W.shape[1])).sum() / len(X)
