"""The class's bias gradient is multiplied by the number of features.

caught by:
SoftmaxRegression.bias_gradient SoftmaxRegression.gradient_matches_loss
SoftmaxRegression.full_batch_steps
"""


class SoftmaxRegression(SoftmaxRegression):
    def backward(self, X, y_hat, y):
        dW, db = super().backward(X, y_hat, y)
        return dW, db * X.shape[1]
