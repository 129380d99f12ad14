"""The class's bias gradient is the sum of the weights' gradient over the features.

caught by:
SoftmaxRegression.bias_gradient SoftmaxRegression.gradient_matches_loss
SoftmaxRegression.full_batch_steps
"""


class SoftmaxRegression(SoftmaxRegression):
    def backward(self, X, y_hat, y):
        dW, _ = super().backward(X, y_hat, y)
        return dW, dW.sum(axis=0)
