"""The class's bias gradient is the sum of the weights' gradient over the features.

caught by:
"""


class SoftmaxRegression(SoftmaxRegression):
    def backward(self, X, y_hat, y):
        dW, _ = super().backward(X, y_hat, y)
        return dW, dW.sum(axis=0)
